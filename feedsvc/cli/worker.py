"""`feedsvc worker`: background work, without a site."""

import argparse

from feedsvc.compose.background import create_workshop
from feedsvc.compose.commands import fit_use_cases
from feedsvc.runtime.jobs import log_to_stderr, run_worker, work_alone
from feedsvc.settings import Settings


def worker(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Run background work until told to stop."""
    use_cases = fit_use_cases(settings)
    log_to_stderr()
    workshop = create_workshop(settings, use_cases.database)
    return run_worker(work_alone(use_cases.decisions, workshop))
