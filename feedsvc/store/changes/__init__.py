"""The change line: write transactions, their numbers, and followers."""
