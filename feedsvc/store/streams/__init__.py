"""Streams as rows: their entries, windows, archive pages, and whose they are."""
