"""Withheld articles: what happens when the file that asked for it is deleted."""

from collections.abc import Callable
from datetime import datetime

from feedsvc.model.claim import Claim
from feedsvc.store import imported_files
from feedsvc.store.engine import Database
from feedsvc.store.revision import begin_change

Exists = Callable[[Claim], bool]


def release_vanished(
    database: Database, now: datetime, archive: str, exists: Exists
) -> None:
    """Forget files of an archive that asked to be withheld and are gone.

    The other files of their codes are read again by the next walk, and say whether the
    article may be shown. Where no other file is there, what was withheld stays so.
    """
    with database.read() as connection:
        withheld = imported_files.withheld_in(connection, archive)
        gone = {claim.info_code for claim in withheld if not exists(claim)}
        claims = imported_files.claims(connection, gone) if gone else {}
    present = {code: [*filter(exists, known)] for code, known in claims.items()}
    released = [
        code
        for code, there in present.items()
        if any(claim.is_published for claim in there)
    ]
    if not released:
        return
    with begin_change(database, now) as change:
        for code in released:
            for claim in claims[code]:
                if claim in present[code]:
                    imported_files.recall(change, [claim])
                elif claim.archive == archive and not claim.is_published:
                    imported_files.drop(change, claim)
