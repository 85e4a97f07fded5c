"""Posts of invented archives, written the way the static site's scripts wrote them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from feedsvc.compose.commands import UseCases, create_use_cases
from feedsvc.compose.drafts import create_importer, create_rederivation
from feedsvc.model.clock import utc_now
from feedsvc.services.publishing.archive.importer import Importer
from feedsvc.services.publishing.archive.summary import Finding
from feedsvc.services.publishing.rederivation import Rederivation
from feedsvc.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post; a digest of the rolling category unless told otherwise.

    Attributes:
        stem: the file's name without `.md`.
        date: as in front matter, with or without a zone.
    """

    stem: str
    title: str
    date: str
    category: str = "gundong"
    tags: str = "滚动新闻"
    body: str = "市统计局消息，前十一月工业增加值同比增长8.3%。"

    @property
    def text(self) -> str:
        """The file's text."""
        return (
            f'---\nlayout: post\ntitle: "{self.title}"\ndate: {self.date}\n'
            f"categories: {self.category}\ntags: {self.tags}\n---\n{self.body}\n"
        )


def write_archive(
    root: Path, posts: Iterable[Post], *, categories: Iterable[str] = ()
) -> Path:
    """Write posts and category files under `root`, which it returns."""
    for folder in ("_posts", "category"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for post in posts:
        path = root / "_posts" / f"{post.stem}.md"
        path.write_text(post.text, encoding="utf-8")
    for name in categories:
        text = f"---\nlayout: category\ntitle: {name}\ncategory: {name}\n---\n"
        (root / "category" / f"{name}.html").write_text(text, encoding="utf-8")
    return root


class Silent:
    """Hears how an import goes on, and keeps the problems."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self.problems: list[tuple[str, str]] = []

    def progress(self, done: int, total: int) -> None:
        """So many of so many."""

    def problem(self, path: str, reason: str, finding: Finding) -> None:
        """A file that a person should look at."""
        del finding
        self.problems.append((path, reason))


@dataclass(frozen=True, slots=True)
class AllCases(UseCases):
    """Every service that changes a store."""

    importer: Importer
    rederivation: Rederivation


def use_cases(
    database_url: str, clock: Callable[[], datetime] = utc_now, **settings: object
) -> AllCases:
    """The services of the command line, in this process.

    Args:
        database_url: migrated.
        clock: when changes happen; one in the past makes room for later ones, which are
            a second apart at least.
        settings: more of them, by name.
    """
    values: Mapping[str, object] = {"database_url": database_url, **settings}
    given = Settings.model_validate(values)
    cases = create_use_cases(given)
    known = {field.name: getattr(cases, field.name) for field in fields(cases)}
    return AllCases(
        **known
        | {
            "decisions": replace(cases.decisions, clock=clock),
            "categories": replace(cases.categories, clock=clock),
        },
        importer=replace(create_importer(given, cases.database), clock=clock),
        rederivation=create_rederivation(given, cases.database),
    )
