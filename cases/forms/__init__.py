"""What pages of the record accept: shapes and messages. What must be true of a row, the tables say."""
