"""The `feedsvc` command.

Kept free of imports: the processes that parse an archive import the program's main module
too, and need none of what stands behind the other commands.
"""

from importlib import import_module


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status.

    0 is done, 1 an error that a line on standard error names, 2 a wrong usage, 141 an
    output that its reader closed.
    """
    output = import_module("feedsvc.cli.output")
    status: int = output.run_guarded(
        lambda: import_module("feedsvc.cli.commands").run(argv)
    )
    return status
