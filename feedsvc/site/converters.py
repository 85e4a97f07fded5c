"""Converters: which part of a path a variable of a rule stands for."""

from werkzeug.routing import BaseConverter, PathConverter


class PageConverter(PathConverter):
    """Any path but those of the API, which has its own 404, and a 405 of its own."""

    regex = "(?!api/)[^/].*?"


class CodeConverter(BaseConverter):
    """An info code; not the word that names batches, as small letters spell it."""

    regex = "(?!batch$)[^/]+"
