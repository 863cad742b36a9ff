"""The mail room in the API: cases with their routes and stories, and what an office does with them."""
