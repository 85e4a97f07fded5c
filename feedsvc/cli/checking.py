"""Checking: an archive imported into a store of its own, and told by kind."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from feedsvc.cli.output import print_done
from feedsvc.cli.text import media_told, printable

if TYPE_CHECKING:
    from feedsvc.services.publishing.archive.summary import Finding, Summary
    from feedsvc.settings import Settings

_EXAMPLES = 3
_ADVICE = {
    "rejected": "cannot become articles; mend the files",
    "incomplete": "would not be shown; give them what they lack",
    "unpublished": "ask not to be published",
    "passed over": "are no posts, for Jekyll either",
    "look at": "would come in; see whether they are as you meant them",
}
# Parts of a reason that differ from file to file.
_OWN = re.compile(r"'[^']*'|\d+|: .*")


def check_archive(settings: "Settings", folder: Path, *, name: str | None) -> "Summary":
    """Say what an import would bring into an empty store, and store nothing."""
    from feedsvc.cli.progress import TerminalReporter
    from feedsvc.compose.trial import trial_importer

    kinds = _Kinds()
    with (
        trial_importer(settings, folder) as importer,
        TerminalReporter() as reporter,
        reporter.telling_interruption(),
    ):
        summary = importer.run(folder, _Collecting(reporter.progress, kinds), name=name)
    articles = summary.new
    files = f"{summary.read} posts" if summary.read != 1 else "1 post"
    told = media_told(summary.media, summary.media_bytes)
    print_done(
        f"{files}: {told}{articles} would come in as articles; nothing was stored"
    )
    for line in kinds.lines():
        print(line)
    return summary


@dataclass(slots=True)
class _Kinds:
    """Reports by finding and kind of reason."""

    told: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, path: str, reason: str, finding: "Finding") -> None:
        kind = _OWN.sub("…", reason)
        lines = self.told.setdefault(finding.value, {}).setdefault(kind, [])
        lines.append(f"{path}: {reason}")

    def lines(self) -> Iterator[str]:
        """A paragraph for each finding, the gravest first."""
        for finding, advice in _ADVICE.items():
            kinds = self.told.get(finding, {})
            if not kinds:
                continue
            yield f"\n{finding}: {sum(map(len, kinds.values()))} {advice}"
            for kind, told in sorted(kinds.items(), key=lambda one: -len(one[1])):
                yield f"  {len(told)}: {printable(kind)}"
                yield from (f"    {printable(line)}" for line in told[:_EXAMPLES])


@dataclass(frozen=True, slots=True)
class _Collecting:
    """A reporter that shows progress, and keeps problems for the end."""

    progress: Callable[[int, int], None]
    kinds: _Kinds

    def problem(self, path: str, reason: str, finding: "Finding") -> None:
        """Keep it."""
        self.kinds.add(path, reason, finding)
