"""Cards: the picture that stands beside a link, and how it is made."""
