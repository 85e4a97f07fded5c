"""Words of the interface, in each language."""
