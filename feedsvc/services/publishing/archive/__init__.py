"""Archives: a tree of files becomes drafts, in a pool of processes."""
