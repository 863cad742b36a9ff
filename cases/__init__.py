"""The record: calls, people, cases, what was done and how it ended."""
