"""Environment: the variables that are settings, their values, and foreign ones.

A misspelt variable would be a setting that silently does not apply, so it is refused.
Variables that Kubernetes sets for a Service whose name begins like ours are recognised
by their form and value, and ignored.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from types import UnionType
from typing import Union, get_args, get_origin

from pydantic.fields import FieldInfo

from feedsvc.errors import WrongSetting
from feedsvc.settings.names import KEYS, PREFIX, TABLES, Path, dotted, nearest, variable

_OWN = {f"{PREFIX}CONFIG"}
_TESTS = f"{PREFIX}TEST_"

_URL = re.compile(r"(?:tcp|udp|sctp)://(\[[0-9a-fA-F:.]+\]|[0-9.]+):\d{1,5}")
_PROTOCOL = re.compile(r"tcp|udp|sctp")
_PORT = re.compile(r"\d{1,5}")
_NAMED = r"FEEDSVC(?:_[A-Z0-9_]*[A-Z0-9])?"
_ONE_PORT = rf"{_NAMED}_PORT_\d+_(?:TCP|UDP|SCTP)"


@dataclass(frozen=True, slots=True)
class Given:
    """A setting as a variable gives it.

    Attributes:
        variable: its name.
    """

    path: Path
    value: object
    variable: str


def read_variables(
    variables: Mapping[str, str],
) -> tuple[tuple[Given, ...], tuple[WrongSetting, ...]]:
    """All settings that variables give, tables before single keys, and what is wrong.

    An empty variable gives nothing: shells and unit files leave them behind.
    """
    given: list[Given] = []
    wrong = [
        WrongSetting(name, _not_a_setting(name))
        for name in sorted(variables)
        if _is_unknown(name, variables[name])
    ]
    for path in (*TABLES, *KEYS):
        name = variable(path)
        if not (text := variables.get(name)):
            continue
        try:
            given += [Given(*pair, name) for pair in _read(path, text)]
        except ValueError as error:
            wrong.append(WrongSetting(dotted(path), str(error), name))
    return tuple(given), tuple(wrong)


def _is_unknown(name: str, text: str) -> bool:
    upper = name.upper()
    known = _OWN | {variable(path) for path in (*TABLES, *KEYS)}
    if not name.startswith(PREFIX):
        return name != upper and upper in known  # what is not in capitals is not read
    return (
        name not in known
        and not name.startswith(_TESTS)
        and not _is_service_link(name, text)
    )


def _not_a_setting(name: str) -> str:
    meant = nearest(tuple(name[len(PREFIX) :].lower().split("__")))
    return not_a_setting(variable(meant) if meant else "")


def not_a_setting(meant: str) -> str:
    """The reason why an unknown name is refused, with what it may have meant."""
    return f"is not a setting; did you mean {meant}?" if meant else "is not a setting"


def _is_service_link(name: str, text: str) -> bool:
    """True if Kubernetes or Docker set it for a service called feedsvc or feedsvc-web.

    FEEDSVC_PORT is a link where it says tcp://10.0.0.1:80, and a mistake where it says 80.
    """
    forms = (
        (rf"{_NAMED}_SERVICE_HOST|{_ONE_PORT}_ADDR", _is_address),
        (rf"{_NAMED}_SERVICE_PORT(?:_[A-Z0-9_]+)?|{_ONE_PORT}_PORT", _PORT.fullmatch),
        (rf"{_NAMED}_PORT|{_ONE_PORT}", _URL.fullmatch),
        (rf"{_ONE_PORT}_PROTO", _PROTOCOL.fullmatch),
    )
    return any(re.fullmatch(form, name) and is_such(text) for form, is_such in forms)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _read(path: Path, text: str) -> list[tuple[Path, object]]:
    """Paths and values that one variable sets."""
    if path not in TABLES:
        return [(path, _decode(KEYS[path], text))]
    one = variable(next(key for key in KEYS if key[:-1] == path))
    wanted = f"a JSON object; or set its keys one by one, as {one} is"
    return [((*path, key), value) for key, value in _object(text, wanted).items()]


def _decode(field: FieldInfo, text: str) -> object:
    kinds = _kinds(field.annotation)
    if dict in kinds:
        return _object(text, 'a JSON object such as {"name": "other name"}')
    if kinds & {tuple, list, set, frozenset}:
        return _decode_list(text)
    return text


def _object(text: str, wanted: str) -> dict[str, object]:
    value = _json(text)
    if isinstance(value, dict):
        return value
    raise ValueError(f"must be {wanted}")


def _kinds(annotation: object) -> set[object]:
    """Types that a setting may have, without their contents."""
    kind = get_origin(annotation) or annotation
    if kind in {Union, UnionType}:
        return {kind for one in get_args(annotation) for kind in _kinds(one)}
    return {kind}


def _decode_list(text: str) -> object:
    """JSON, or plain values with commas between."""
    if text.lstrip()[:1] in {"[", "{", '"'}:
        value = _json(text)
        if isinstance(value, list | str):
            return value
        raise ValueError('must be values with commas between, or JSON: ["one", "two"]')
    return [part.strip() for part in text.split(",") if part.strip()]


def _json(text: str) -> object:
    """The value of a JSON text; None if it is none."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
