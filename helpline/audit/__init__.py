"""The journal: what was done, by whom, and who looked. Written once, never changed."""
