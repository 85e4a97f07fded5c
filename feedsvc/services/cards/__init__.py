"""Cards: which picture stands beside a link, and how it comes to be."""
