"""Languages: their names, their words, and how each writes dates, numbers and lists.

The only user of Babel. Knows nothing of articles, settings or pages.
"""
