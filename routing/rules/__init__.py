"""Rules: read as sentences, written as drafts, published by a second person, rolled back."""
