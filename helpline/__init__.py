"""Helpline: case management for a public helpline."""
