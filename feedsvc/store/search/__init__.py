"""The search index: folded texts of articles, and what they are found by."""
