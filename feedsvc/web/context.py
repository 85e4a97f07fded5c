"""Context: the services behind a request, and the one place that asks Flask for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from feedsvc.model.links import Links
from feedsvc.services.directory import Directory
from feedsvc.services.operations import Operations
from feedsvc.services.reading import Reading
from feedsvc.services.scripting import Scripting
from feedsvc.services.sharing import Sharing
from feedsvc.services.syndication.syndication import Syndication

_KEY = "feedsvc"


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases that pages, feeds and share links need.

    Attributes:
        script: turns what pages show into the script that they are asked for in.
        language: BCP 47, of the interface and of credit labels.
        links: of the same script.
        clock: the time now, aware UTC.
        page_max_age_s: how long caches may keep a page.
    """

    script: Scripting
    language: str
    sharing: Sharing
    reading: Reading
    syndication: Syndication
    directory: Directory
    operations: Operations
    links: Links
    clock: Callable[[], datetime]
    page_max_age_s: int


def provide(app: Flask, services: Services) -> None:
    """Put the services where `services` finds them."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the app that answers this request."""
    return cast("Services", current_app.extensions[_KEY])
