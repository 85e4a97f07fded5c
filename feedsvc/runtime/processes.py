"""Processes of `serve`: one that does everything, or several that share an address."""

import gc
from functools import partial

from feedsvc.compose.background import create_background
from feedsvc.compose.base import open_database
from feedsvc.compose.site import create_app
from feedsvc.log import log
from feedsvc.runtime.jobs import (
    run_worker,
    work_alone,
    work_beside,
    work_of_requests,
)
from feedsvc.runtime.server import Server, listen, urls_of
from feedsvc.runtime.supervisor import Role, Supervisor
from feedsvc.settings import Settings


def serve_alone(settings: Settings) -> int:
    """Serve in this process, and do all the work in it; returns the exit status.

    Raises:
        CannotListen: the address is taken, or is none of this machine's.
    """
    database = open_database(settings)
    background = create_background(settings, database)
    app = create_app(settings, database, background)
    return Server(app, work_beside(background), settings.serve).run()


def serve_together(settings: Settings, count: int) -> int:
    """Serve in `count` processes, and work in one more; returns the exit status.

    Everything is constructed before the first of them begins, so that they share its
    memory; databases are opened by each for itself.

    Raises:
        CannotListen: the address is taken, or is none of this machine's.
    """
    sockets = listen(settings.serve)
    database = open_database(settings)
    background = create_background(settings, database)
    app = create_app(settings, database, background)
    server = Server(app, work_of_requests(background), settings.serve, sockets)
    work = work_alone(create_background(settings, database))
    roles = [Role("serve", server.run)] * count + [
        Role("work", partial(run_worker, work))
    ]
    gc.freeze()  # or the collector would write to all that memory, and unshare it
    log("listening", url=",".join(urls_of(sockets)), processes=count)

    def close() -> None:
        for listener in sockets:
            listener.close()

    return Supervisor(roles, on_stop=close).run()
