"""The mail room and the in-trays: where a case goes, why, by when, and what is done there."""
