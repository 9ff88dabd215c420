"""Jobs of the engagements package: the nightly check of the model rules, service levels, what falls due by day."""

from __future__ import annotations

import structlog

from openhro.core.actor import system
from openhro.core.jobs import app
from openhro.core.scope import scope
from openhro.engagements import services

log = structlog.get_logger()


@app.periodic(cron="15 1 * * *")
@app.task(name="engagements.revalidate", queue="engagements", queueing_lock="engagements.revalidate")
def revalidate(timestamp: int) -> None:
    """Once a night: tell of every engagement whose registrations no longer hold."""
    with scope(system()):
        services.revalidate(system())


@app.periodic(cron="45 1 * * *")
@app.task(name="engagements.measure_levels", queue="engagements", queueing_lock="engagements.measure_levels")
def measure_levels(timestamp: int) -> None:
    """Once a night: the running month of every contract so far, and the months that are due to be closed.

    Each in a transaction of its own: a contract that cannot be measured does not keep the others from it.
    """
    with scope(system()):
        due = services.due_engagements(system())
    failed = []
    for engagement_id in due:
        try:
            with scope(system()):
                services.measure_due(system(), engagement_id)
        except Exception:
            log.exception("levels_not_measured", engagement=str(engagement_id))
            failed.append(engagement_id)
    if failed:
        raise RuntimeError(f"{len(failed)} contracts could not be measured; the log names them.")


@app.periodic(cron="5 * * * *")
@app.task(name="engagements.terms_due", queue="engagements", queueing_lock="engagements.terms_due")
def terms_due(timestamp: int) -> None:
    """Every hour, because days begin at each client's own midnight: amendments, terms and indices that are due."""
    with scope(system()):
        services.bring_into_effect(system())
        services.let_terms_end(system())
        services.index_prices(system())
