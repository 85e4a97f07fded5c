"""The commands: which there are, where each lies, and how one is run.

Only the module of the command that was asked for is imported (click's lazily loaded
subcommands), and a command imports what it works with only when it runs: `--help` and
the shell's completion need none of it.
"""

import os
import sys
from importlib import import_module

import click
from click.exceptions import Exit, NoArgsIsHelpError
from click.shell_completion import shell_complete

from feedsvc import __version__
from feedsvc.cli.text import printable
from feedsvc.errors import FeedsvcError

_PROGRAM = "feedsvc"
_COMPLETION = "_FEEDSVC_COMPLETE"  # click's name for it; set by the shell
_INTERRUPTED = 130  # the status that shells give a command ended by Ctrl-C

# Command, and its module and name there.
_COMMANDS = {
    "db": "database:database",
    "serve": "server:serve",
    "worker": "worker:worker",
    "doctor": "doctor:doctor",
    "import": "importing:import_archive",
    "sync": "sync:sync",
    "imports": "imports:imports",
    "archives": "archives:archives",
    "rederive": "rederive:rederive",
    "credits": "credits:credits_",
    "backup": "backup:backup",
    "retract": "withdrawal:retract",
    "restore": "withdrawal:restore",
    "merge": "withdrawal:merge",
    "purge": "purge:purge",
    "rename": "categories:rename",
    "category": "categories:category",
    "source": "sources:source",
    "articles": "articles:articles",
    "article": "articles:article",
    "history": "history:history",
    "files": "files:files",
    "categories": "categories:categories",
    "decisions": "decisions:decisions",
    "stats": "statistics:stats",
    "token": "tokens:token",
    "partner": "partners:partner",
    "subscriptions": "subscriptions:subscriptions",
}


# Other spellings of a command, which no list shows.
_SPELLINGS = {"credit": "credits"}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Names of all commands, in the order of a site's life."""
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        cmd_name: str,
    ) -> click.Command | None:
        """Import a command."""
        found = _COMMANDS.get(_SPELLINGS.get(cmd_name, cmd_name))
        if found is None:
            return None
        module, name = found.split(":")
        command: click.Command = getattr(import_module(f"feedsvc.cli.{module}"), name)
        return command


@click.group(
    _PROGRAM,
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Settings are read from feedsvc.toml, or from the file that FEEDSVC_CONFIG "
    "names, and from FEEDSVC_* variables.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def _feedsvc() -> None:
    """Serve a news site's feeds, share links and source credits."""


def run(arguments: list[str] | None = None) -> int:
    """Parse the command line and run the command; returns the exit status.

    Raises:
        SystemExit: help was printed (0), or the usage is wrong (2).
    """
    if instruction := os.environ.get(_COMPLETION):
        return shell_complete(_feedsvc, {}, _PROGRAM, _COMPLETION, instruction)
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except Exit as ended:
        raise SystemExit(ended.exit_code) from None
    except NoArgsIsHelpError as error:
        print(error.message)
        return error.exit_code
    except click.UsageError as error:
        _show(error)
        raise SystemExit(error.exit_code) from None
    except FeedsvcError as error:
        for line in error.lines:
            print(f"feedsvc: {printable(line)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(arguments: list[str]) -> int:
    # Not `main`: it has other statuses for Ctrl-C and for an output that was closed.
    with _feedsvc.make_context(_PROGRAM, list(arguments)) as context:
        status: int = _feedsvc.invoke(context)
        return status


def _show(error: click.UsageError) -> None:
    """Print how the command is used, and what was wrong, in one line."""
    if error.ctx:
        print(error.ctx.get_usage(), file=sys.stderr)
    said = " ".join(error.format_message().split())
    print(f"feedsvc: {printable(said)}", file=sys.stderr)
