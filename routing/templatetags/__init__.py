"""What pages of other rooms may show of the mail room."""
