"""Composition roots: settings in, services and applications out."""
