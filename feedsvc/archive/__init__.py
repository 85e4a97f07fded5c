"""A Jekyll tree read into RawPosts; knows nothing of cleaning, storing or serving."""
