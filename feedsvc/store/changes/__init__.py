"""The change line: what a write transaction is, its number, and who follows it."""
