"""Everything that opens connections to other hosts; the only user of httpcore2."""
