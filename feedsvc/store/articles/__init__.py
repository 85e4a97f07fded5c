"""Articles as rows: text, credits, addresses, the files that claim them, decisions."""
