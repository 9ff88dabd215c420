"""What an invoice keeps of the people it counted, in whose words, and what it does not bill."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from tests.openhro.billing.make_billing import NOVEMBER, drafted, employ, halden, small
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import LineEvidence
from openhro.core import clock
from openhro.core.actor import system
from openhro.core.errors import Conflict, NotFound
from openhro.core.scope import scope
from openhro.engagements.services import PriceTerms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


def test_the_client_is_billed_for_what_was_counted_and_reads_of_nothing_else():
    at = halden()
    invoice = drafted(at)
    act(at.em, services.review, invoice.pk)
    act(at.pa, services.issue, invoice.pk)
    with scope(at.em):
        missing = queries.lines(at.em, invoice.pk)[0]
    with scope(at.ca):
        rows = queries.lines(at.ca, invoice.pk)
        charged = ["ENG-HAL-01: Per employee per month", "ENG-HAL-03: Flat fee per employee"]
        assert [row.description for row in rows] == charged
        assert queries.counted(at.ca, invoice.pk).keys() == {row.pk for row in rows}
        for ask in (queries.line_of, queries.evidence):
            with pytest.raises(NotFound):
                ask(at.ca, missing.pk)


def test_a_draft_on_which_nothing_could_be_counted_is_not_reviewed():
    at = they.world()
    they.live(at, price=PriceTerms("hire", "per_hire", they.SPRING, rate=Decimal(15)))
    invoice = drafted(at)
    with pytest.raises(Conflict) as caught:
        act(at.em, services.review, invoice.pk)
    assert caught.value.code == "NOTHING_COUNTED"
    with scope(at.em):
        invoice.refresh_from_db()
    assert invoice.state == "draft"


def test_the_evidence_keeps_who_was_counted_and_on_which_days():
    at, _engagement, _jobs = small(0)
    [stayed] = employ(at.client, at.uk.pk)
    [left] = employ(at.client, at.uk.pk, start=date(2026, 11, 3), end=date(2026, 11, 13))
    with scope(system()):
        type(stayed).objects.filter(pk=stayed.pk).update(number="UK-7")
    invoice = drafted(at)
    with scope(at.em):
        rows = {row.object_id: row for row in LineEvidence.objects.filter(line__invoice=invoice)}
        type(stayed.person).objects.filter(pk=stayed.person_id).update(given_name="Changed")
    kept = rows[stayed.pk]
    assert (kept.number, kept.name, kept.first, kept.last) == ("UK-7", "A B", NOVEMBER, date(2026, 11, 30))
    kept = rows[left.pk]
    assert (kept.number, kept.first, kept.last) == (left.external_id, date(2026, 11, 3), date(2026, 11, 13))


def test_the_words_of_a_line_are_in_the_clients_language_whoever_drafts():
    at, _engagement, _jobs = small()
    with scope(system()):
        type(at.client).objects.filter(pk=at.client.pk).update(locale="en-us")
    with translation.override("en-gb"):
        invoice = drafted(at)
    with scope(at.em):
        (line,) = queries.lines(at.em, invoice.pk)
    assert line.rule == "People employed on any day from November 1, 2026 to November 30, 2026; leavers count."
