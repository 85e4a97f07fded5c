"""Archives: trees of files become drafts, in a pool of processes."""
