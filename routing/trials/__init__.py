"""Trying rules: on cases that were, against the truth table, on one situation."""
