"""How pages look: the frame, the components, the error pages and their style sheets. Knows no room."""
