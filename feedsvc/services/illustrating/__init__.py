"""Illustrating: the picture that stands beside a shared link, and how it comes to be."""
