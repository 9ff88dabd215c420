"""Browsers of payroll's pages: one for each actor, signed in without a password."""

import pytest
from django.test import Client

from openhro.clients.models import User


@pytest.fixture
def browser():
    """`browser(actor)` asks for pages as this actor."""

    def signed_in(actor, **options) -> Client:
        made = Client(**options)
        made.force_login(User.objects.get(pk=actor.user))
        return made

    return signed_in


@pytest.fixture(scope="module")
def halden(database):
    """A small Halden: August is closed, September is calculated with questions open. Read only: many tests share it."""
    from tests.openhro.payroll import make_pages, make_payroll

    with database("committed"):
        at = make_pages.pages(5)
        make_pages.close(at, 4)
        make_pages.give(at, 5, 0, "overtime", units="8", note="Saturday")
        by = at.at.specialist
        with make_pages.scope(by):
            make_pages.services.set_recurring(
                by, at.at.staff[1].pk, at.elements["bonus"].pk, 41_250, start=make_pages.date(2026, 9, 1)
            )
        make_pages.hire(at.at, "Noel Pike|Machinist|Production", 3_050_000, 141, bank=False)
        at.run = make_payroll.calculated(at.at, 5)
        with make_pages.scope(by):
            at.before = make_pages.PayRun.objects.get(period=at.at.periods[4])
        yield at
