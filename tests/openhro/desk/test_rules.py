"""The desk's formulas and tables, without a database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from openhro.core.errors import Invalid
from openhro.desk import rules

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


@pytest.mark.parametrize(("part", "whole", "value"), [(19, 20, 9_500), (2, 3, 6_667), (1, 1, 10_000), (0, 0, None)])
def test_a_share_is_in_hundredths_of_a_per_cent_half_up(part, whole, value):
    assert rules.share(part, whole) == value


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
