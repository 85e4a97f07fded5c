"""Text for terminals."""

from datetime import datetime, tzinfo


def printable(text: str) -> str:
    """A text that cannot steer a terminal or break a line, whatever a file is called."""
    shown = (c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return "".join(shown)


def shown(moment: datetime | None, zone: tzinfo) -> str:
    """A moment in a zone, to the minute."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "-"


def media_told(files: int, size: int) -> str:
    """Number and size in bytes of files that came in, before more; empty if none did."""
    if not files:
        return ""
    is_small = size < 1_000_000
    amount = f"{size / 1_000:.1f} KB" if is_small else f"{size / 1_000_000:.1f} MB"
    return f"media {files} ({amount}) · "
