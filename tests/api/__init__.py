"""The API: same verbs, same scope as the pages, problem+json for every no."""
