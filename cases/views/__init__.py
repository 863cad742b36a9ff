"""Pages of the record: taking a call, calls, cases, people."""
