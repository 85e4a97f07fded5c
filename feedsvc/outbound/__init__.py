"""Outbound connections to other hosts; the only user of httpcore2."""
