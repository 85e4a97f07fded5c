"""Markdown as kramdown reads it, which is how Jekyll does; see `reading.to_html`."""
