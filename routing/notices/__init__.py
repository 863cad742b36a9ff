"""The second outbox: who has to be told of what, and telling them once."""
