"""`feedsvc retract`, `restore` and `merge`: one article withdrawn, or brought back."""

from typing import TYPE_CHECKING

import click

from feedsvc.cli.parameters import CODE, FILLED
from feedsvc.cli.session import with_use_cases
from feedsvc.model.info_code import InfoCode

if TYPE_CHECKING:
    from feedsvc.compose.commands import UseCases


@click.command()
@click.argument("code", type=CODE)
@click.option("--reason", type=FILLED, required=True, help="Kept with the decision.")
@click.option("--legal", is_flag=True, help="Answer 451 instead of 410.")
@with_use_cases
def retract(use_cases: "UseCases", *, code: InfoCode, reason: str, legal: bool) -> int:
    """Withdraw an article.

    Pages and feeds drop it. Its links answer 410, and say that it was withdrawn, and
    when. `restore` undoes this; an import does not.
    """
    use_cases.decisions.retract(code, reason=reason, is_legal=legal)
    print(f"{code} is retracted.")
    return 0


@click.command()
@click.argument("code", type=CODE)
@with_use_cases
def restore(use_cases: "UseCases", *, code: InfoCode) -> int:
    """Bring back an article that was withdrawn or merged.

    It counts as updated. An article that was purged cannot be brought back.
    """
    use_cases.decisions.restore(code)
    print(f"{code} is back.")
    return 0


@click.command()
@click.argument("code", type=CODE)
@click.option("--into", type=CODE, required=True, help="The other article.")
@with_use_cases
def merge(use_cases: "UseCases", *, code: InfoCode, into: InfoCode) -> int:
    """Redirect an article to another one.

    Its links lead to the other article, and feeds drop it. `restore` undoes this.
    """
    use_cases.decisions.merge(code, into)
    print(f"{code} leads to {into}.")
    return 0
