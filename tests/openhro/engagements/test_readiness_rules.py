"""Readiness by arithmetic: the score, the levels, parallel runs in a row, tallies, cycles; and the library itself."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhro.core.errors import Conflict, Invalid
from openhro.engagements import queries, rules
from openhro.engagements.rules import Difference, Item, ParallelReport, RaidTerms, Step, Tally, TaskTerms

ITEMS = st.lists(
    st.builds(Item, st.uuids(), st.just("x"), st.integers(1, 100), st.booleans(), st.integers(0, 4)), max_size=20
)


def item(weight: int, level: int, *, mandatory: bool = True) -> Item:
    return Item(uuid4(), "x", weight, mandatory, level)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "0.00"),
        ([(1, 0)], "0.00"),
        ([(1, 4)], "100.00"),
        ([(1, 2)], "50.00"),
        ([(4, 1), (21, 4)], "88.00"),  # E-10: the process map at 1, everything else measured
        ([(1, 1), (2, 0)], "8.33"),
        ([(1, 2), (2, 0)], "16.67"),
    ],
)
def test_the_score_is_weighted(rows, said):
    assert rules.score([item(*row) for row in rows]) == Decimal(said)
    assert f"{rules.score([item(*row) for row in rows])}" == said


@given(ITEMS, st.integers(0, 100))
def test_the_score_lies_between_nought_and_a_hundred_and_agrees_with_the_threshold(rows, threshold):
    score = rules.score(rows)
    assert 0 <= score <= 100
    if abs(score - threshold) > Decimal("0.01"):
        assert rules.reaches(rows, threshold) == (not rows or score > threshold)


def test_a_score_that_only_rounds_up_to_the_threshold_does_not_reach_it():
    almost = [item(1, 2, mandatory=False) for _ in range(10_000)] + [item(1, 1)]
    assert rules.score(almost) == Decimal("50.00")
    assert not rules.reaches(almost, 50)


@pytest.mark.parametrize(
    ("level", "document", "evidence", "code"),
    [(5, 1, 1, "LEVEL_INVALID"), (-1, 1, 1, "LEVEL_INVALID"), (2, 0, 9, "DOCUMENT_MISSING"), (3, 1, 0, "EVIDENCE_MISSING"),
     (4, 2, 0, "EVIDENCE_MISSING")],
)  # fmt: skip
def test_a_level_needs_what_it_stands_for(level, document, evidence, code):
    with pytest.raises((Invalid, Conflict)) as refused:
        rules.check_level(level, document, evidence)
    assert (refused.value.code, refused.value.field) == (code, "level")


def test_low_levels_need_nothing():
    rules.check_level(0, 0, 0), rules.check_level(1, 0, 0), rules.check_level(2, 1, 0), rules.check_level(4, 1, 1)


@pytest.mark.parametrize(
    ("steps", "code"),
    [((), "STEPS_MISSING"), ((Step("", "Pays"),), "STEP_OWNER_MISSING"), ((Step("Payroll", " "),), "STEP_OWNER_MISSING"),
     ((Step("a", "b"),) * 61, "TOO_MANY_STEPS"), ((Step("a", "\0"),), "UNREADABLE"), ((Step("a", "b" * 1001),), "TOO_LONG")],
)  # fmt: skip
def test_every_step_has_an_owner(steps, code):
    with pytest.raises(Invalid) as refused:
        rules.check_steps(steps)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("runs", "clean"),
    [
        ([], 0),
        ([("2026-01", 0)], 1),
        ([("2026-02", 0), ("2026-01", 0)], 2),
        ([("2025-12", 0), ("2026-01", 0)], 2),
        ([("2026-01", 0), ("2026-02", 1)], 0),
        ([("2026-01", 1), ("2026-02", 0), ("2026-03", 0)], 2),
        ([("2026-01", 0), ("2026-03", 0)], 1),  # February is missing
        ([("2026-01-16", 0), ("2026-01-30", 0)], 2),
        ([("2026-01-02", 0), ("2026-02-27", 0)], 1),
        ([("2026-01", 0), ("2026-02-13", 0)], 1),  # a month and a pay date are not told apart
    ],
)
def test_clean_runs_count_from_the_latest_without_a_gap(runs, clean):
    assert rules.clean_in_a_row(runs) == clean


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"period": "2026"}, "PERIOD_INVALID"), ({"period": "2026-13"}, "PERIOD_INVALID"),
        ({"period": "2026-02-30"}, "PERIOD_INVALID"), ({"period": "January"}, "PERIOD_INVALID"),
        ({"employees": 0}, "PARALLEL_EMPTY"), ({"unexplained": -1}, "PARALLEL_COUNT"),
        ({"differences": (Difference("E-1", "net", 1, 2),)}, "PARALLEL_COUNT"),
        ({"differences": (Difference("E-1", "net", 1, 1, "rounding"),)}, "NO_DIFFERENCE"),
    ],
)  # fmt: skip
def test_a_report_that_proves_nothing_is_refused(values, code):
    with pytest.raises(Invalid) as refused:
        rules.check_report(
            ParallelReport(**{"entity_id": None, "period": "2026-01", "employees": 1, "unexplained": 0} | values)
        )
    assert refused.value.code == code


def test_a_table_is_counted_whatever_its_order_and_padding():
    one = rules.tally(["Id", "Pay", "Name"], [["E-1", "100.10", "Ana"], ["E-2", "200.20", "Bo"]])
    two = rules.tally(["name", "id", "pay"], [["Bo", "E-2", "200.200"], ["Ana", "E-1", "100.1"]])
    assert (one.count, one.totals) == (2, {"pay": Decimal("300.30")})
    assert rules.compare_tallies(one, two) == []
    lost = rules.tally(["id", "pay", "name"], [["E-1", "100.10", "Ana"]])
    assert [row["what"] for row in rules.compare_tallies(one, lost)] == ["count", "pay", "sha256"]


def test_swapped_amounts_have_the_same_total_and_another_fingerprint():
    there = rules.tally(["id", "pay"], [["E-1", "1.00"], ["E-2", "2.00"]])
    here = rules.tally(["id", "pay"], [["E-1", "2.00"], ["E-2", "1.00"]])
    assert [row["what"] for row in rules.compare_tallies(there, here)] == ["sha256"]


@pytest.mark.parametrize(("values", "code"), [({"count": -1}, "COUNT_INVALID"), ({"sha256": "x"}, "HASH_INVALID")])
def test_a_tally_that_cannot_be_is_refused(values, code):
    with pytest.raises(Invalid) as refused:
        rules.check_tally(Tally(**{"count": 1, "sha256": "0" * 64} | values), "source")
    assert (refused.value.code, refused.value.field) == (code, "source")


def test_tasks_that_wait_for_each_other_are_refused_by_name():
    a, b, c = UUID(int=1), UUID(int=2), UUID(int=3)
    names = {a: "Map", b: "Load", c: "Compare"}
    rules.check_no_cycle(c, {a: (), b: (a,), c: (a, b)}, names)
    with pytest.raises(Conflict) as refused:
        rules.check_no_cycle(a, {a: (c,), b: (a,), c: (b,)}, names)
    assert refused.value.code == "DEPENDENCY_CYCLE"
    assert refused.value.detail == {"round": ["Map", "Compare", "Load", "Map"]}
    with pytest.raises(Conflict):
        rules.check_no_cycle(a, {a: (a,)}, names)


def test_a_long_chain_is_walked():
    chain = {UUID(int=n): (UUID(int=n + 1),) for n in range(5_000)}
    rules.check_no_cycle(UUID(int=0), chain, {})
    with pytest.raises(Conflict):
        rules.check_no_cycle(UUID(int=0), chain | {UUID(int=5_000): (UUID(int=0),)}, {})


@pytest.mark.parametrize(
    ("values", "code"),
    [({"name": " "}, "NAME_REQUIRED"), ({"last_day": date(2026, 1, 31)}, "DATES_REVERSED"), ({"side": "x"}, "SIDE_UNKNOWN"),
     ({"start": date.max, "last_day": date.max}, "DATE_RANGE")],
)  # fmt: skip
def test_a_task_that_cannot_be_is_refused(values, code):
    day = date(2026, 2, 1)
    with pytest.raises(Invalid) as refused:
        rules.check_task(TaskTerms(**{"name": "Load", "start": day, "last_day": day + timedelta(days=3)} | values))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("values", "code"), [({"kind": "wish"}, "KIND_UNKNOWN"), ({"title": ""}, "NAME_REQUIRED"), ({"severity": 4}, "SEVERITY_INVALID")]
)  # fmt: skip
def test_a_raid_entry_that_cannot_be_is_refused(values, code):
    with pytest.raises(Invalid) as refused:
        rules.check_raid(RaidTerms(**{"kind": "risk", "title": "Late data"} | values))
    assert refused.value.code == code


@pytest.mark.parametrize("function", [*rules.FUNCTIONS, "catering"])
def test_the_library_knows_every_function(function):
    templates = queries.library().of(function)
    assert len(templates) >= 4
    assert any(one.mandatory for one in templates)
    assert len({one.code for one in templates}) == len(templates)
    for one in templates:
        assert one.purpose.endswith(".") and one.evidence.endswith(".") and one.steps
        assert len(one.purpose) <= 500 and len(one.name) <= 120
    documented = [Item(uuid4(), one.name, one.weight, one.mandatory, 3) for one in templates if one.mandatory]
    rest = [Item(uuid4(), one.name, one.weight, one.mandatory, 1) for one in templates if not one.mandatory]
    assert rules.reaches(documented + rest, queries.library().threshold), "what must be there can be enough"


def test_the_payroll_templates_hold_what_the_specification_asks_for():
    by_code = {one.code: one for one in queries.library().of("payroll")}
    assert by_code["process_map"].weight == 4
    assert sum(one.weight for one in by_code.values()) == 25
    assert {"payroll_calendar", "approval_path", "statutory_calendar"} <= {
        code for code, one in by_code.items() if one.mandatory
    }
    assert [one.code for one in queries.library().data_of("payroll")] == ["employees", "balances"]
    assert "leave_rules" in {one.code for one in queries.library().of("lifecycle")}
