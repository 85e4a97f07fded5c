"""Cards' pixels: a text or a site's own picture becomes the bytes that apps show.

Pure, and the only user of Pillow. Knows nothing of articles, addresses, fetching or where
a card is kept.
"""
