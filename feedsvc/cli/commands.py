"""The commands: name, arguments and implementation of each.

Only the implementation of the requested command is imported: `import` needs no Flask,
and `--help` needs nothing.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from feedsvc import __version__
from feedsvc.cli.arguments import between, slug_of
from feedsvc.cli.finding_options import add_decisions, add_finding
from feedsvc.cli.statistics_options import add_statistics
from feedsvc.cli.text import printable
from feedsvc.errors import FeedsvcError
from feedsvc.model.info_code import InfoCode, find_info_code
from feedsvc.model.share_link import ShareLink
from feedsvc.settings import Settings, load_settings

Command = Callable[[argparse.Namespace, Settings], int]

_POOLED = {"storing:import_archive", "storing:rederive"}


def run(argv: list[str] | None = None) -> int:
    """Parse the command line and run the command; returns the exit status."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if "command" not in arguments:
        parser.print_help()
        return 2
    module, name = arguments.command.split(":")
    try:
        settings = load_settings()
        if arguments.command in _POOLED:  # which starts while the rest is imported
            import_module("feedsvc.services.publishing.archive.pool").warm_up()
        command: Command = getattr(import_module(f"feedsvc.cli.{module}"), name)
        return command(arguments, settings)
    except FeedsvcError as error:
        for line in error.lines:
            print(f"feedsvc: {printable(line)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="feedsvc",
        description="A news site's feeds, share links and source credits.",
        epilog="Settings come from feedsvc.toml (or $FEEDSVC_CONFIG) and FEEDSVC_*.",
    )
    parser.add_argument("--version", action="version", version=f"feedsvc {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_running(commands)
    _add_storing(commands)
    _add_deciding(commands)
    add_finding(partial(_add, commands), _code)
    add_decisions(partial(_add, commands), _add)
    add_statistics(partial(_add, commands), _add)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    does: str,
    more: str = "",
) -> argparse.ArgumentParser:
    """A command, or an action of one, that says in its own help what it does, and more."""
    sentence = f"{does[0].upper()}{does[1:]}. {more}".strip()
    return commands.add_parser(name, help=does, description=sentence)


def _add_running(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    database = _add(commands, "db", "bring the database's schema up to date")
    actions = database.add_subparsers(metavar="ACTION", required=True)
    upgrade = _add(actions, "upgrade", "run every migration that is missing")
    upgrade.set_defaults(command="database:upgrade")

    serve = _add(commands, "serve", "answer requests, and do what falls due")
    serve.add_argument("--host", help="address to listen on")
    serve.add_argument("--port", type=_port, help="port to listen on; 0 for a free one")
    serve.add_argument("--threads", type=_count, help="requests answered at a time")
    serve.set_defaults(command="server:serve")

    worker = _add(commands, "worker", "do what falls due, without serving")
    worker.set_defaults(command="worker:worker")

    doctor = _add(commands, "doctor", "say what is fit, and what is not")
    for name, meaning in (
        ("--full", "read the whole database too; takes minutes"),
        ("--mend", "first set to now what is dated after it"),
        ("--trust-clock", "first believe a clock that is years past all that is known"),
    ):
        doctor.add_argument(name, action="store_true", help=meaning)
    doctor.set_defaults(command="doctor:doctor")


def _add_storing(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    importer = _add(commands, "import", "bring in a Jekyll archive")
    importer.add_argument("folder", type=Path, metavar="DIR")
    importer.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 if a file was rejected, or is incomplete",
    )
    importer.add_argument(
        "--name", type=_archive, help="the archive's name; its absolute path by default"
    )
    importer.set_defaults(command="storing:import_archive")

    archives = _add(commands, "archives", "list the archives that were imported")
    archives.set_defaults(command="archives:list_all")
    actions = archives.add_subparsers(metavar="ACTION")
    rename = _add(
        actions,
        "rename",
        "give an archive another name",
        "Its next import under that name knows its files.",
    )
    rename.add_argument("old", metavar="OLD")
    rename.add_argument("new", type=_archive, metavar="NEW")
    rename.set_defaults(command="archives:rename")
    forget = _add(
        actions,
        "forget",
        "forget an archive that is gone for good",
        "Its files speak no longer; articles stay. In batches; it may be run again.",
    )
    forget.add_argument("name", metavar="NAME")
    forget.set_defaults(command="archives:forget")

    rederive = _add(
        commands,
        "rederive",
        "make html and credits anew, where the rules improved",
        "In batches; it may be stopped and run again.",
    )
    rederive.set_defaults(command="storing:rederive")

    backup = _add(commands, "backup", "copy a live SQLite database, checked")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.set_defaults(command="storing:backup")


def _add_deciding(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    retract = _add(
        commands,
        "retract",
        "withdraw an article: 410",
        "Every surface drops it, and its links say that it was withdrawn, and when. `restore` undoes it; no import does.",
    )
    retract.add_argument("code", type=_code, metavar="CODE")
    retract.add_argument("--reason", type=_filled, required=True, metavar="TEXT")
    retract.add_argument("--legal", action="store_true", help="451 instead of 410")
    retract.set_defaults(command="deciding:retract")

    restore = _add(
        commands,
        "restore",
        "bring a withdrawn article back",
        "Also one that was merged, but none that was purged. It counts as updated.",
    )
    restore.add_argument("code", type=_code, metavar="CODE")
    restore.set_defaults(command="deciding:restore")

    merge = _add(
        commands,
        "merge",
        "let another article answer for this one",
        "Its links lead to the other one, and feeds drop it. `restore` undoes it.",
    )
    merge.add_argument("code", type=_code, metavar="CODE")
    merge.add_argument("--into", type=_code, required=True, metavar="CODE")
    merge.set_defaults(command="deciding:merge")

    purge = _add(
        commands,
        "purge",
        "erase an article after a legal order; its addresses answer 451",
        "Text, versions, credits and cards are gone for good: this cannot be undone. Of a category or a person it says what it will erase, and asks.",
    )
    which = purge.add_mutually_exclusive_group(required=True)
    which.add_argument("code", type=_code, metavar="CODE", nargs="?")
    which.add_argument("--category", type=_filled, metavar="SLUG", help="all of it")
    which.add_argument(
        "--author", type=_filled, metavar="NAME", help="all that credit this name"
    )
    purge.add_argument("--yes", action="store_true", help="do not ask")
    purge.set_defaults(command="deciding:purge")

    rename = _add(
        commands,
        "rename",
        "give a category another slug or title",
        "The old address leads to the new one for good. A title outranks every post's tags.",
    )
    rename.add_argument("slug", metavar="SLUG")
    rename.add_argument("--slug", dest="new_slug", type=slug_of, metavar="SLUG")
    rename.add_argument("--title", type=_text, metavar="TEXT")
    rename.set_defaults(command="deciding:rename")


def _code(text: str) -> InfoCode:
    code = find_info_code(text) or next(ShareLink.from_text(text).codes, None)
    if code is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no info code, and no share link")
    return code


def _filled(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("must not be empty")
    return _text(text)


def _text(text: str) -> str:
    """Text that a person typed; bytes outside the terminal's encoding are no text."""
    if text != text.encode(errors="replace").decode():
        raise argparse.ArgumentTypeError(f"{text!r} is not text in this encoding")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


_count = partial(between, least=1, most=256)


def _archive(text: str) -> str:
    encoded = text.encode(errors="replace")
    if not text.strip() or len(encoded) > 1_024 or encoded.decode() != text:
        raise argparse.ArgumentTypeError("must be 1 to 1024 bytes of UTF-8")
    return text
