"""Pages for people, and other addresses: cards, QR codes, health."""
