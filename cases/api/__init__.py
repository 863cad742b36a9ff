"""The record in the API: calls and topics. Cases, with their desk, are in `routing.api`."""
