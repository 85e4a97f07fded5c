"""Frozen dataclasses and pure rules, one noun a file; no I/O, no SQL, no HTTP."""
