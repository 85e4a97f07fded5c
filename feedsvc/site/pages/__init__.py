"""Pages for people, and what stands at addresses of its own: cards, QR codes, health."""
