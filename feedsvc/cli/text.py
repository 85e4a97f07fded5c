"""Text for terminals."""


def printable(text: str) -> str:
    """A text that cannot steer a terminal or break a line, whatever a file is called."""
    shown = (c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return "".join(shown)
