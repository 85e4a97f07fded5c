"""Text for terminals."""

from datetime import datetime, tzinfo


def printable(text: str) -> str:
    """A text that cannot steer a terminal or break a line, whatever a file is called."""
    shown = (c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return "".join(shown)


def shown(moment: datetime | None, zone: tzinfo) -> str:
    """A moment in a zone, to the minute."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "-"
