"""The pages of the mail room: the queue, one case, the rules."""
