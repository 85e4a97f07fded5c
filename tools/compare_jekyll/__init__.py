"""A site held against Jekyll: what Jekyll shows of each post, and what feedsvc does."""
