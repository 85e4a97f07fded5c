"""Subscriptions: the feed documents that are topics, who subscribed, and who asked to."""
