"""Names: what every setting is called in the file and outside, and what a wrong one meant."""

from difflib import get_close_matches

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from feedsvc.settings.tables import Settings

PREFIX = "FEEDSVC_"

Path = tuple[str, ...]  # ("serve", "port") of serve.port


def _of(model: type[BaseModel], above: Path = ()) -> dict[Path, FieldInfo]:
    return {
        (*above, str(field.validation_alias or name)): field
        for name, field in model.model_fields.items()
    }


def _as_table(field: FieldInfo) -> type[BaseModel] | None:
    """The table that a field holds, if it does not hold a value."""
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return None


TABLES: dict[Path, type[BaseModel]] = {
    path: table
    for path, field in _of(Settings).items()
    if (table := _as_table(field)) is not None
}
KEYS: dict[Path, FieldInfo] = {
    path: field for path, field in _of(Settings).items() if path not in TABLES
} | {
    path: field
    for above, table in TABLES.items()
    for path, field in _of(table, above).items()
}


def variable(path: Path) -> str:
    """The variable of the environment for a setting: FEEDSVC_SERVE__PORT."""
    return PREFIX + "__".join(path).upper()


def dotted(path: Path) -> str:
    """A setting as people write it: serve.port."""
    return ".".join(path)


def nearest(wrong: Path) -> Path | None:
    """The setting or table that a wrong name must have meant, or None.

    Separators between words do not matter; a key alone is looked for in every table.
    """
    names = {_letters(path): path for path in (*KEYS, *TABLES)}
    given = _letters(wrong)
    if given in names:
        return names[given]
    of_that_key = [path for path in KEYS if path[-1] == wrong[-1]]
    if len(of_that_key) == 1:
        return of_that_key[0]
    close = get_close_matches(given, names, n=1, cutoff=0.7)
    return names[close[0]] if close else None


def _letters(path: Path) -> str:
    return "".join(filter(str.isalnum, "".join(path))).lower()
