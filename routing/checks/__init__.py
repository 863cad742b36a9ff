"""Checks of rules before they decide anything, exact and with an example for each finding."""
