"""Credits for service levels that were missed in an earlier month: a line of the next invoice, once."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from tests.openhro.billing.make_billing import enrol, halden, issued
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import ServiceCredit
from openhro.core import clock
from openhro.core.scope import scope
from openhro.engagements import queries as engagements

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


@dataclass(frozen=True)
class CreditRow:
    """What measuring says, in the shape in which billing takes it."""

    definition_id: UUID
    metric: str
    value: Decimal | None
    target: Decimal
    weight: Decimal
    multiplier: Decimal
    at_risk_minor: int
    amount_minor: int
    earned_back: bool
    measurement_id: UUID


MISSED = CreditRow(
    uuid4(), "ticket_resolution", Decimal("95.00"), Decimal("97.00"), Decimal(25), Decimal(1), 42_552, 10_638, False,
    uuid4(),
)  # fmt: skip


class Measured:
    """The measuring side: for a contract and a month, the rows that were agreed; it writes down what it was asked."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UUID, date], list[CreditRow]] = {}
        self.asked: list[tuple[UUID, date, int]] = []

    def __call__(self, by, engagement_id: UUID, month: date, charges_minor: int) -> list[CreditRow]:
        self.asked.append((engagement_id, month, charges_minor))
        return self.rows.get((engagement_id, month), [])


@pytest.fixture
def measured(monkeypatch) -> Measured:
    made = Measured()
    monkeypatch.setattr(engagements, "credits_for", made, raising=False)
    return made


def november():
    """The demo's November, issued: 9,228.00 before tax."""
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        at = halden()
        enrol(at, at.aso, 121)
        assert issued(at).subtotal_minor == 922_800
    return at


def drafted(at, month: date):
    with clock.travel(datetime(month.year, month.month, 28, 18, tzinfo=UTC)):
        return act(at.em, services.draft_invoice, at.client.pk, month)[0]


def go_out(at, invoice):
    last = 31
    with clock.travel(datetime(invoice.period.year, invoice.period.month, last, 18, tzinfo=UTC)):
        act(at.em, services.review, invoice.pk)
        return act(at.pa, services.issue, invoice.pk)


def credit_lines(at, invoice) -> list[tuple[str, int]]:
    with scope(at.ca):
        rows = queries.lines(at.em, invoice.pk).exclude(purpose="charge")
        return [(row.purpose, row.amount_minor) for row in rows]


def test_december_carries_the_credit_of_novembers_miss(measured):
    at = november()
    measured.rows[at.hro.pk, date(2026, 11, 1)] = [MISSED]
    invoice = drafted(at, DECEMBER)
    assert (at.hro.pk, date(2026, 11, 1), 354_600) in measured.asked
    assert credit_lines(at, invoice) == [("credit", -10_638)]
    with scope(at.em):
        line = queries.lines(at.em, invoice.pk).get(purpose="credit")
        assert line.rule == "ticket_resolution in November 2026: 95, promised 97."
        assert [row.object_id for row in queries.evidence(at.em, line.pk)] == [MISSED.measurement_id]
        charged = sum(row.amount_minor for row in queries.lines(at.em, invoice.pk).filter(purpose="charge"))
        [credit] = queries.service_credits(at.em, at.client.pk)
    assert (invoice.subtotal_minor, charged - 10_638) == (charged - 10_638, invoice.subtotal_minor)
    assert (credit.state, credit.month, credit.amount_minor) == ("open", date(2026, 11, 1), 10_638)
    go_out(at, invoice)
    with scope(at.ca):
        assert queries.service_credits(at.ca).get().state == "applied"


def test_a_credit_is_given_once_however_often_the_month_is_counted(measured):
    at = november()
    measured.rows[at.hro.pk, date(2026, 11, 1)] = [MISSED]
    drafted(at, DECEMBER)
    invoice = drafted(at, DECEMBER)
    assert credit_lines(at, invoice) == [("credit", -10_638)]
    assert credit_lines(at, drafted(at, JANUARY)) == []
    go_out(at, invoice)
    assert credit_lines(at, drafted(at, JANUARY)) == []
    with scope(at.em):
        assert ServiceCredit.objects.count() == 1


def test_what_is_earned_back_is_charged_again_and_reverses_the_credit(measured):
    at = november()
    measured.rows[at.hro.pk, date(2026, 11, 1)] = [MISSED]
    go_out(at, drafted(at, DECEMBER))
    measured.rows[at.hro.pk, DECEMBER] = [replace(MISSED, earned_back=True)]
    invoice = go_out(at, drafted(at, JANUARY))
    assert credit_lines(at, invoice) == [("earn_back", 10_638)]
    with scope(at.em):
        states = dict(ServiceCredit.objects.values_list("earned_back", "state"))
    assert states == {False: "reversed", True: "applied"}


def test_a_credit_that_would_take_off_more_than_there_is_waits(measured):
    at = november()
    measured.rows[at.hro.pk, date(2026, 11, 1)] = [replace(MISSED, amount_minor=99_999_999)]
    assert credit_lines(at, drafted(at, DECEMBER)) == []
    with scope(at.em):
        assert not ServiceCredit.objects.exists()


def test_a_credit_on_a_month_that_is_not_issued_waits_and_is_not_lost(measured):
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        at = halden()
    measured.rows[at.hro.pk, date(2026, 11, 1)] = [MISSED]
    assert credit_lines(at, drafted(at, DECEMBER)) == []
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        issued(at)
    assert credit_lines(at, drafted(at, DECEMBER)) == [("credit", -10_638)]


def test_nothing_is_asked_where_nothing_measures():
    at = november()
    assert credit_lines(at, drafted(at, DECEMBER)) == []
