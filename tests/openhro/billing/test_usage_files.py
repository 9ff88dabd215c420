"""Usage from files: dry run first, all rows or none, and sent twice it changes nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import make
from tests.openhro.billing.make_billing import drafted, issued
from tests.openhro.billing.test_usage import bpo
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act

from openhro.billing import queries, services
from openhro.billing.models import Usage
from openhro.core import clock, imports
from openhro.core.actor import Role, system
from openhro.core.errors import Forbidden, NotFound, TooLarge
from openhro.core.scope import scope
from openhro.engagements.services import PriceTerms

pytestmark = pytest.mark.django_db
HEADER = ("external_id", "engagement", "kind", "first", "quantity", "amount", "currency", "name")
REAL, GOOD_ONLY = services.Options(dry_run=False), services.Options(dry_run=False, partial=True)


@pytest.fixture(autouse=True)
def month_end():
    with clock.travel(datetime(2026, 11, 30, 18, tzinfo=UTC)):
        yield


def served():
    prices = [
        PriceTerms("fte", "per_fte", they.SPRING, rate_minor=400_000),
        PriceTerms("costs", "pass_through", they.SPRING),
    ]
    return bpo(*prices)[0]


GOOD = [
    ("T-1", "ENG-BPO", "fte", "2026-11-01", "2.5", "", "", "Invoice team"),
    ("C-1", "ENG-BPO", "cost", "2026-11-12", "", "123.45", "USD", "Background checks"),
]


def take(at, rows, options=REAL, by=None, kind="csv"):
    make_file = imports.csv_file if kind == "csv" else imports.xlsx_file
    content = make_file(HEADER, rows)
    return act(by or at.em, services.import_usage, at.client.pk, content, f"usage.{kind}", options)


def held() -> list[tuple]:
    with scope(system()):
        return list(Usage.objects.order_by("external_id").values_list("external_id", "quantity", "amount_minor"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_tried_taken_and_taken_again(kind):
    at = served()
    report = take(at, GOOD, services.Options(), kind=kind)
    assert (report.state, report.created, held()) == ("dry_run", 2, [])
    report = take(at, GOOD, kind=kind)
    assert (report.state, report.created, report.changed) == ("applied", 2, 0)
    assert held() == [("C-1", 1, 12_345), ("T-1", Decimal("2.5"), None)]
    report = take(at, GOOD, kind=kind)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 2)
    report = take(at, [(*GOOD[0][:4], "3", *GOOD[0][5:])], kind=kind)
    assert (report.changed, held()[1]) == (1, ("T-1", 3, None))
    with scope(at.ca):
        assert queries.usage_imports(at.ca, at.client.pk).count() == 4


def test_bad_rows_keep_the_file_out_unless_the_good_ones_are_wanted():
    at = served()
    bad = [
        ("B-1", "NOTHING", "fte", "2026-11-01", "1", "", "", ""),
        ("B-2", "ENG-BPO", "cost", "2026-11-01", "", "5.00", "GBP", ""),
        ("B-3", "ENG-BPO", "fte", "2026-02-01", "1", "", "", ""),
        ("B-4", "ENG-BPO", "fte", "2026-11-01", "0", "", "", ""),
        ("B-5", "ENG-BPO", "cost", "2026-11-01", "", "5.001", "", ""),
        ("T-1", "ENG-BPO", "fte", "2026-11-01", "9", "", "", ""),
        ("B-6", "ENG-BPO", "claims", "2026-11-01", "", "", "", ""),
    ]
    report = take(at, [*GOOD, *bad])
    assert (report.state, held()) == ("refused", [])
    assert {(one.row, one.column, one.code) for one in report.refused} == {
        (4, "engagement", "ENGAGEMENT_UNKNOWN"),
        (5, "", "CURRENCY_MIX"),
        (6, "price", "USAGE_PRICE"),
        (7, "quantity", "USAGE_INVALID"),
        (8, "amount", "AMOUNT_PRECISION"),
        (9, "external_id", "DUPLICATE_ROW"),
        (10, "kind", "CHOICE"),
    }
    report = take(at, [*GOOD, *bad], GOOD_ONLY)
    assert (report.state, report.created, len(held())) == ("applied", 2, 2)


def test_a_row_that_is_billed_is_refused():
    at = served()
    take(at, GOOD[:1])
    issued(at)
    report = take(at, [(*GOOD[0][:4], "3", *GOOD[0][5:])])
    assert [(one.code, one.row) for one in report.refused] == [("USAGE_BILLED", 2)]
    assert take(at, GOOD[:1]).unchanged == 1


def test_who_sends_files_and_how_long_they_are(monkeypatch):
    at = served()
    with pytest.raises(Forbidden):
        take(at, GOOD, by=at.ca)
    with pytest.raises(NotFound):
        take(at, GOOD, by=they.actor(Role.ENGAGEMENT_MANAGER, make.client()))
    monkeypatch.setattr("openhro.billing.services.usage_files.MOST_ROWS", 1)
    with pytest.raises(TooLarge):
        take(at, GOOD)
    assert held() == []
    assert drafted(at).subtotal_minor == 0
    assert date(2026, 11, 30) == clock.today()
