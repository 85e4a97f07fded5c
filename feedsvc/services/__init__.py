"""The use cases, each owning its transactions; they do not call each other."""
