"""The composition root of the hub, and of what it does beside requests."""

from feedsvc.compose.outbound import create_sender
from feedsvc.log import warn
from feedsvc.model.clock import utc_now
from feedsvc.services.websub.callbacks import Callbacks
from feedsvc.services.websub.hub import Hub
from feedsvc.services.websub.register import Register
from feedsvc.services.websub.seal import Seal
from feedsvc.services.websub.verification import Verification
from feedsvc.settings import Settings
from feedsvc.store.database.engine import Database

_THREADS_PER_CALLBACK = 4  # a callback may be silent for ten seconds


def create_hub(settings: Settings, database: Database) -> Hub | None:
    """The site's own hub; None if it has another or none."""
    if not settings.websub.is_own:
        return None
    seal = create_seal(settings, database)
    callbacks = _create_callbacks(settings, database)
    at_once = settings.serve.threads // _THREADS_PER_CALLBACK
    trusted = settings.outbound.trusted_networks
    return Hub(database, seal, callbacks, utc_now, at_once, trusted)


def create_verification(settings: Settings, database: Database) -> Verification | None:
    """Work of the site's own hub that nobody waits for; None if it has none."""
    if not settings.websub.is_own:
        return None
    if database.path is None and not settings.websub.key.get_secret_value():
        warn("no-websub-key")
    callbacks = _create_callbacks(settings, database)
    return Verification(callbacks, Register(database, utc_now))


def create_seal(settings: Settings, database: Database) -> Seal:
    """Seal of subscribers' secrets: under the key that is set, or the one beside SQLite."""
    path = database.path
    beside = path.with_name(f"{path.name}.key") if path else None
    return Seal(settings.websub.key.get_secret_value(), beside)


def _create_callbacks(settings: Settings, database: Database) -> Callbacks:
    return Callbacks(database, create_sender(settings), utc_now)
