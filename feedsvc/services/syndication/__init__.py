"""Syndication: streams become editions of feeds, rendered once and kept while they hold."""
