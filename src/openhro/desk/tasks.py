"""Jobs of the desk: escalations each minute, closing at night, mails out. Each may start again at any time."""

from __future__ import annotations

from uuid import UUID

from openhro.core.actor import system
from openhro.core.jobs import app
from openhro.core.scope import scope
from openhro.desk import services
from openhro.desk.services.escalating import AT_ONCE


@app.periodic(cron="* * * * *")
@app.task(name="desk.escalate", queue="desk", queueing_lock="desk.escalate")
def escalate(timestamp: int) -> None:
    """Once a minute: breaches and escalations whose time has come, some clocks a transaction."""
    looked = AT_ONCE
    while looked == AT_ONCE:
        with scope(system()):
            looked = services.escalate(system())


@app.periodic(cron="25 1 * * *")
@app.task(name="desk.close_resolved", queue="desk", queueing_lock="desk.close_resolved")
def close_resolved(timestamp: int) -> None:
    """Once a night: close what was resolved days ago."""
    with scope(system()):
        services.close_resolved(system())


@app.task(name="desk.mail", queue="desk", retry=5)
def mail(entry_id: str, user_id: str = "") -> None:
    """Send one answer or acknowledgment to whoever asked, or what they said to an agent. An attempt is kept, also where
    the mail server refuses."""
    entry, user = UUID(entry_id), UUID(user_id) if user_id else None
    with scope(system()):
        message = services.prepare_mail(system(), entry, user)
    if message is None:
        return
    message.send()
    with scope(system()):
        services.note_sent(system(), entry, user)


@app.task(name="desk.mail_back", queue="desk")
def mail_back(trace_id: str) -> None:
    """Tell a sender that their mail was not taken; once, so never tried again."""
    with scope(system()):
        message = services.prepare_return(system(), UUID(trace_id))
    if message is not None:
        message.send()
