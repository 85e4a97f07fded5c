"""Options of the statistics commands: clicks, and tokens to see them by."""

import argparse
import re
from datetime import timedelta
from functools import partial

from feedsvc.cli.arguments import Add, AddAction, between
from feedsvc.model.token import Scope

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

_days = partial(between, least=1, most=366)
_top = partial(between, least=1, most=1_000)


def add_statistics(add: Add, add_action: AddAction) -> None:
    """Add the commands."""
    stats = add(
        "stats",
        "say how often share links were opened",
        "By article, channel and unknown code; days are those of the site's zone.",
    )
    stats.add_argument("--days", type=_days, default=30, metavar="N")
    stats.add_argument("--top", type=_top, default=20, metavar="N")
    stats.set_defaults(command="statistics:show")

    token = add("token", "let somebody read the statistics")
    actions = token.add_subparsers(metavar="ACTION", required=True)
    create = add_action(actions, "create", "make a token, and show it this once")
    create.add_argument(
        "--scope", type=Scope, choices=list(Scope), action="append", required=True
    )
    create.add_argument(
        "--expires",
        type=_lasting,
        default="90d",
        metavar="90d",
        help="12h, 90d, 8w; 90d if not said",
    )
    create.add_argument(
        "--name", type=_name, metavar="TEXT", help="whose it is, up to 64 characters"
    )
    create.set_defaults(command="tokens:create")
    list_ = add_action(actions, "list", "say which tokens there are")
    list_.set_defaults(command="tokens:list_all")
    revoke = add_action(
        actions,
        "revoke",
        "forget a token at once",
        "By its prefix, or by the whole token; the prefix alone is repeated.",
    )
    revoke.add_argument("prefix", metavar="PREFIX")
    revoke.set_defaults(command="tokens:revoke")


def _name(text: str) -> str:
    if not 0 < len(text) <= 64 or text != text.encode(errors="replace").decode():
        raise argparse.ArgumentTypeError("must be 1 to 64 characters")
    return text


def _lasting(text: str) -> timedelta:
    match = re.fullmatch(r"([1-9]\d{0,4})([hdw])", text, re.ASCII)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 12h, 90d or 8w")
    return int(match[1]) * _UNITS[match[2]]
