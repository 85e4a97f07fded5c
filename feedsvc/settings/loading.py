"""Loading: the file, the environment over it, and everything that is wrong with both."""

import json
import os
import re
import tomllib
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path as FilePath
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from feedsvc.errors import InvalidSettings, WrongSetting
from feedsvc.settings.environment import Given, not_a_setting, read_variables
from feedsvc.settings.names import KEYS, Path, dotted, nearest
from feedsvc.settings.tables import Settings

_DEFAULT_FILE = "feedsvc.toml"
_KEY = re.compile(r"\w+")
_PASSWORD = re.compile(r"//\S*@")
_SHOWN = 80  # characters of a wrong value


def load_settings() -> Settings:
    """The settings of this process's configuration file and environment.

    Raises:
        InvalidSettings: names every setting that is wrong, where it stands, and why.
    """
    given, wrong = read_variables(os.environ)
    file = _file()
    try:
        values = _read_file(file)
    except InvalidSettings as error:
        raise InvalidSettings((*error.wrong, *wrong)) from None
    try:
        settings = Settings.model_validate(_merged(values, given))
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = _explained(details, values, given, str(file))
        raise InvalidSettings((*found, *wrong)) from None
    if wrong:
        raise InvalidSettings(wrong)
    return settings


def configuration_file() -> FilePath | None:
    """The file that settings are read from, absolute, or None where there is none."""
    file = _file()
    return file if file.exists() else None


def _file() -> FilePath:
    return FilePath(os.environ.get("FEEDSVC_CONFIG") or _DEFAULT_FILE).absolute()


def _read_file(file: FilePath) -> dict[str, Any]:
    if not os.environ.get("FEEDSVC_CONFIG") and not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = f"cannot read {file}: {error.strerror}"
        raise InvalidSettings((WrongSetting("FEEDSVC_CONFIG", reason),)) from None
    except (ValueError, RecursionError) as error:  # bytes, syntax, numbers, nesting
        reason = f"is not TOML: {error}"
        raise InvalidSettings((WrongSetting(str(file), reason),)) from None


def _merged(values: dict[str, Any], given: Iterable[Given]) -> dict[str, Any]:
    """The file's values with those of variables over them, key by key."""
    merged = {
        key: dict(value) if isinstance(value, dict) else value
        for key, value in values.items()
    }
    for one in given:
        *tables, key = one.path
        table = merged
        for name in tables:
            table = table.setdefault(name, {})
        if isinstance(table, dict):  # else the file has a value there, which is wrong
            table[key] = one.value
    return merged


def _explained(
    details: Iterable[ErrorDetails],
    values: dict[str, Any],
    given: Iterable[Given],
    file: str,
) -> list[WrongSetting]:
    """Each wrong setting once, in our words."""
    variables = {one.path: one.variable for one in given}
    wrong: dict[Path, WrongSetting] = {}
    for detail in details:
        path = _path(detail)
        place = variables.get(path[:2]) or variables.get(path[:1])
        if place is None and _is_in(values, path):
            place = file
        value = _shown(path, detail) if place else ""
        found = WrongSetting(dotted(path), _reason(path, detail), place or "", value)
        wrong.setdefault(path, found)
    return list(wrong.values())


def _path(detail: ErrorDetails) -> Path:
    names = tuple(map(str, detail["loc"]))
    if detail["type"] == "extra_forbidden":
        return names
    # pydantic appends its union branch names to `loc`; drop what is no key of ours.
    return tuple(takewhile(_KEY.fullmatch, names))


def _is_in(values: dict[str, Any], path: Path) -> bool:
    inner: object = values
    for name in path[:2]:
        if not isinstance(inner, dict) or name not in inner:
            return False
        inner = inner[name]
    return True


def _reason(path: Path, detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        meant = nearest(path)
        return not_a_setting(dotted(meant) if meant else "")
    if detail["type"] == "model_type":
        return "must be a table"
    return detail["msg"].removeprefix("Value error, ").replace("Input should", "must")


def _shown(path: Path, detail: ErrorDetails) -> str:
    """A wrong value, cut; nothing of one that may be a secret, known as one or not."""
    field = KEYS.get(path[:2]) or KEYS.get(path[:1])
    if field is None or field.annotation is SecretStr or not field.repr:
        return ""
    text = json.dumps(detail["input"], ensure_ascii=False, default=str)
    text = _PASSWORD.sub("//…@", text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
