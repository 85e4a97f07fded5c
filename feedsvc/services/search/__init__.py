"""Search: the index follows the articles, and people and feeds ask it."""
