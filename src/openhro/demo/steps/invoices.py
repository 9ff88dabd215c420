"""The invoices of the two months: drafted and reviewed by the engagement manager, issued by the administrator."""

from __future__ import annotations

from datetime import date, timedelta

from openhro.billing import queries, services
from openhro.core import private
from openhro.core.calendars import add_months
from openhro.core.scope import scope
from openhro.demo.screen import Bar
from openhro.demo.world import World, moment

CLIENT = "halden"


def tell(world: World, bar: Bar) -> None:
    """Each month's invoice after the month is over, and its PDF."""
    bar.total(2 * len(world.story.months))
    for month in world.story.months:
        _issue(world, month)
        bar.add(1, f"{month:%B}")
        _print(world, month)
        bar.add(1)


def _issue(world: World, month: date) -> None:
    client_id, after = world.client(CLIENT), add_months(month, 1)
    with scope(world.actor("aisha")) as by:
        held = list(queries.invoices(by, client_id).filter(period=month))
    if held and all(invoice.number for invoice in held):
        world.found["invoice"] += len(held)
        return
    if not held or any(invoice.state == "draft" for invoice in held):
        with world.acting("aisha", moment(after + timedelta(days=1), 15)) as by:
            held = services.draft_invoice(by, client_id, month)
            for invoice in held:
                services.review(by, invoice.pk)
    for invoice in held:
        if not invoice.number:
            world.act("ivan", moment(after + timedelta(days=1), 17), services.issue, invoice.pk)
            world.made["invoice"] += 1


def _print(world: World, month: date) -> None:
    with scope(world.actor("aisha")) as by:
        for invoice in queries.invoices(by, world.client(CLIENT)).filter(period=month):
            path = world.out / CLIENT / "invoices" / f"{invoice.number}.pdf"
            if not path.exists():
                private.folder(path.parent)
                private.write(path, services.invoice_document(by, invoice.pk))
