"""Facilities and people move: handing their open cases over."""
