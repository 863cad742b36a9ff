"""When cases are due, what stops their clock, and who is told that time runs out."""
