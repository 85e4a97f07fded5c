"""Clicks as rows: counts by article, day and channel, and sums of them."""
