"""Who else may know of a case: copies, who is shut out, who is let in."""
