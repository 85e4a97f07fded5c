"""A Jekyll tree read into Submissions; knows nothing of cleaning, storing or serving."""
