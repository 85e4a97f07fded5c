"""Records: one line each, for a person or for a program."""

import json
from dataclasses import asdict
from datetime import datetime

from feedsvc.cli.text import printable


def print_record(found: object, columns: tuple[str, ...], *, is_json: bool) -> None:
    """Print a record: the whole of it as JSON, or the columns, between tabs."""
    plain = "\t".join(printable(column) for column in columns)
    print(as_json(found) if is_json else plain.rstrip("\t"))


def as_json(found: object) -> str:
    """A dataclass of ours in one line of JSON."""

    def text(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    return json.dumps(asdict(found), default=text)  # type: ignore[call-overload]  # ours
