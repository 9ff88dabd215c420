"""The desk's formulas and tables, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from openhro.core.errors import Invalid
from openhro.desk import rules
from openhro.desk.rules import Clocked, Done

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [(1, 1, "P1"), (1, 2, "P2"), (2, 1, "P2"), (2, 2, "P3"), (1, 3, "P3"), (3, 1, "P3"), (2, 3, "P4"), (3, 3, "P4")],
)
def test_the_matrix(impact, urgency, priority):
    assert rules.priority(impact, urgency) == priority


def test_a_level_outside_the_matrix_is_refused():
    with pytest.raises(Invalid) as told:
        rules.priority(0, 1)
    assert (told.value.code, told.value.field) == ("LEVEL", "impact")


@pytest.mark.parametrize(
    ("clocks", "value"),
    [
        ([], None),
        ([Clocked(True)] * 19 + [Clocked(False)], 9_500),
        ([Clocked(True)] * 2 + [Clocked(False)], 6_667),
        ([Clocked(True), Clocked(False, left_out=True)], 10_000),
        ([Clocked(False, left_out=True)], None),
    ],
)
def test_attainment(clocks, value):
    assert rules.attainment(clocks) == value


@pytest.mark.parametrize(
    ("values", "percent", "found"),
    [([], 50, None), ([7], 90, 7), ([1, 2, 3, 4], 50, 2), ([4, 3, 2, 1], 90, 4), (list(range(1, 11)), 90, 9)],
)
def test_percentiles_by_nearest_rank(values, percent, found):
    assert rules.percentile(values, percent) == found


def test_first_contact_and_reopening():
    day = timedelta(days=1)
    done = [Done(1, NOON), Done(2, NOON), Done(1, NOON, NOON + 7 * day), Done(1, NOON, NOON + 8 * day)]
    assert rules.first_contact(done) == 5_000
    assert rules.reopen_rate(done) == 5_000
    assert rules.first_contact([]) is None


def test_satisfaction_deflection_and_age():
    assert rules.csat([5, 4, 3, 1]) == 5_000
    assert rules.csat([]) is None
    assert rules.deflection(8, 2) == 7_500
    assert rules.deflection(0, 0) is None
    assert rules.backlog_age([NOON, NOON - timedelta(hours=3)], NOON) == 1


@pytest.mark.parametrize(
    "field",
    [
        {"name": "Bad Name", "label": "x", "kind": "text"}, {"name": "a", "kind": "text"},
        {"name": "a", "label": "x", "kind": "colour"}, {"name": "a", "label": "x", "kind": "choice"},
        {"name": "a", "label": "x", "kind": "text", "choices": ["b"]}, {"name": "a", "label": "x", "kind": "text", "on": 1},
    ],
)  # fmt: skip
def test_a_form_field_that_cannot_be_shown_is_refused(field):
    with pytest.raises(Invalid) as told:
        rules.check_fields([field])
    assert told.value.code == "FORM_FIELD"


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", " a ", "a"),
        ("number", "1.50", "1.50"),
        ("date", "2026-12-24", "2026-12-24"),
        ("yes_no", True, "yes"),
        ("yes_no", "no", "no"),
    ],
)
def test_what_is_filled_in(kind, given, kept):
    assert rules.answered([{"name": "a", "label": "A", "kind": kind}], {"a": given}) == {"a": kept}


@pytest.mark.parametrize(
    ("kind", "given"), [("number", "NaN"), ("number", "x"), ("date", "24.12."), ("yes_no", "perhaps")]
)
def test_what_does_not_fit_its_field(kind, given):
    with pytest.raises(Invalid) as told:
        rules.answered([{"name": "a", "label": "A", "kind": kind}], {"a": given})
    assert (told.value.code, told.value.field) == ("ANSWER_INVALID", "answers.a")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yes.\n\n> quoted\n> more", "Yes."),
        ("Yes.\nOn Mon, 1 Jan 2026, A wrote:\n> x", "Yes."),
        ("Ja.\nAm 1. Januar 2026 schrieb A <a@b.c>:\n> x", "Ja."),
        (f"Yes.\r\n{rules.mail.MARK}\r\nold", "Yes."),
        ("A > B is fine", "A > B is fine"),
    ],
)
def test_a_replys_own_words(text, kept):
    assert rules.stripped(text) == kept
