"""Service levels from promise to credit: agreed and signed, measured, closed for good, and what a miss costs."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from tests.openhro.engagements import make_engagements as make
from tests.openhro.engagements import make_levels as they
from tests.openhro.engagements.make_engagements import SPRING, act
from tests.openhro.engagements.make_levels import calls, closed, gone_by, happened, measured, promised, refused

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import queries, services, tasks
from openhro.engagements.models import LevelEvidence, LevelSet, Measurement, Signature
from openhro.engagements.services.levels import replace_levels

pytestmark = pytest.mark.django_db
MONTH = date(2026, 11, 1)
D = Decimal


@pytest.fixture
def at():
    return make.world()


def sets(engagement):
    with scope(system()):
        return [(one.valid.lower, one.valid.upper) for one in LevelSet.objects.filter(engagement=engagement)]


def figures(row):
    return row.met, row.missed, row.excluded, row.value, row.status


def credit(at, engagement, month=MONTH, charges=354_600):
    with scope(at.em):
        return queries.credits_for(at.em, engagement.pk, month, charges)


def events(engagement, *names):
    with scope(system()):
        rows = JournalEntry.objects.filter(object_id=str(engagement.pk), event__in=names).order_by("pk")
        return [(row.event, row.data) for row in rows]


# --- agreeing ---------------------------------------------------------------------------------------------------------


def test_a_contract_whose_work_can_be_measured_is_not_signed_without_levels(at):
    made = make.reviewed(at)
    with scope(system()):
        LevelSet.objects.filter(engagement=made).delete()
    answer = refused(Conflict, at.ca, services.sign, made.pk, "client")
    assert answer.code == "CONTRACT_INCOMPLETE" and [one["code"] for one in answer.detail] == ["LEVELS_MISSING"]
    act(at.em, services.set_levels, made.pk, make.levels())
    act(at.ca, services.sign, made.pk, "client")


def test_a_contract_of_which_nothing_can_be_measured_needs_no_levels(at):
    made = make.drafted(at, make.payroll_uk(at, function="training"))
    with scope(system()):
        LevelSet.objects.filter(engagement=made).delete()
    act(at.em, services.propose, made.pk)
    act(at.em, services.send_for_review, made.pk)
    act(at.ca, services.sign, made.pk, "client")


def test_other_levels_make_a_signature_void_and_change_what_is_signed(at):
    made = make.reviewed(at)
    act(at.ca, services.sign, made.pk, "client")
    with scope(system()):
        before = Signature.objects.get(engagement=made).terms_hash
    act(at.em, services.set_levels, made.pk, make.levels(calls()))
    act(at.ca, services.sign, made.pk, "client")
    with scope(system()):
        old, new = Signature.objects.filter(engagement=made).order_by("signed_at")
    assert (old.void, old.terms_hash, new.void) == (True, before, False)
    assert new.terms_hash != before


def test_what_both_have_signed_changes_by_amendment_only(at):
    made = make.signed(at)
    answer = refused(Conflict, at.em, services.set_levels, made.pk, make.levels(start=date(2027, 1, 1)))
    assert answer.code == "AMENDMENT_REQUIRED"


def test_an_amendment_lets_other_levels_begin_with_a_month(at):
    made = promised(at)
    with scope(at.em):
        replace_levels(at.em, made, make.levels(calls("98.00"), start=date(2027, 1, 1)))
    assert sets(made) == [(SPRING, date(2027, 1, 1)), (date(2027, 1, 1), None)]
    answer = refused(Invalid, at.em, replace_levels, made, make.levels(start=date(2027, 1, 15)))
    assert (answer.code, answer.field) == ("LEVELS_MONTH", "start")
    with scope(at.em):
        replace_levels(at.em, made, make.levels(calls("99.00"), start=date(2027, 1, 1)))
    assert sets(made) == [(SPRING, date(2027, 1, 1)), (date(2027, 1, 1), None)]


def test_levels_that_months_were_measured_by_are_not_replaced(at):
    made = promised(at)
    closed(at, made, MONTH)
    answer = refused(Conflict, at.em, replace_levels, made, make.levels(calls("90.00"), start=SPRING))
    assert answer.code == "LEVELS_MEASURED"


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        (make.levels(calls(weight="0")), "SLA_WEIGHTS"),
        (make.levels(make.level("smiles")), "LEVEL_INVALID"),
        (make.levels(start=date(2026, 2, 1)), "OUTSIDE_TERM"),
        (make.levels(last_day=date(2026, 2, 1)), "DATES_REVERSED"),
    ],
)
def test_levels_that_cannot_be_agreed(at, levels, code):
    made = make.drafted(at)
    assert refused(Invalid, at.em, services.set_levels, made.pk, levels).code == code


def test_only_the_provider_drafts_levels_and_only_of_its_clients(at):
    made = make.drafted(at)
    assert refused(Forbidden, at.ca, services.set_levels, made.pk, make.levels()).status == 403
    stranger = make.actor(Role.ENGAGEMENT_MANAGER, make.make.client())
    for service, args in [
        (services.set_levels, (make.levels(),)), (services.measure_month, (MONTH,)), (services.close_month, (MONTH,)),
    ]:  # fmt: skip
        assert refused(NotFound, stranger, service, made.pk, *args).status == 404


# --- measuring --------------------------------------------------------------------------------------------------------


def test_nineteen_of_twenty_against_97_is_missed_and_costs_106_38(at):
    made = promised(at, calls(small_volume_n=20))
    happened(at, MONTH, 19, 1)
    row = closed(at, made, MONTH)
    assert figures(row) == (19, 1, 0, D("95.00"), "missed")
    [one] = credit(at, made)
    assert (one.at_risk_minor, one.amount_minor, one.earned_back) == (42_552, 10_638, False)
    assert (one.metric, one.value, one.target) == ("test_calls", D("95.00"), D("97.00"))
    assert (one.weight, one.multiplier, one.measurement_id) == (D(25), D(1), row.pk)
    assert one.definition_id == row.level_id
    assert events(made, "engagements.levels_closed") == [
        ("engagements.levels_closed", {"month": "2026-11-01", "missed": ["test_calls"]})
    ]


def test_among_few_one_miss_is_allowed_and_costs_nothing(at):
    made = promised(at, calls(small_volume_n=20))
    happened(at, MONTH, 18, 1)
    assert figures(closed(at, made, MONTH)) == (18, 1, 0, D("94.74"), "small_volume")
    assert credit(at, made) == []


def test_every_counted_thing_stays_as_evidence(at):
    made = promised(at)
    items = happened(at, MONTH, 2, 1)
    [row] = measured(at, made, MONTH)
    kept = they.rows_of(row)
    assert [one.met for one in kept] == [False, True, True]
    assert {one.item_id for one in kept} == {item.id for item in items}
    assert (kept[0].label, kept[0].because, kept[0].url, kept[0].kind) == ("call 2", "It took a while.", "/x/", "call")


def test_measuring_again_writes_only_what_changed(at):
    made = promised(at)
    first = happened(at, MONTH, 2, 1)
    [row] = measured(at, made, MONTH)
    before = {one.item_id: one.pk for one in they.rows_of(row)}
    told = they._told[at.client.pk]
    told[:] = [replace(first[0], met=False), first[1]]
    happened(at, MONTH, 1)
    [again] = measured(at, made, MONTH)
    assert (again.pk, figures(again)) == (row.pk, (2, 1, 0, D("66.67"), "missed"))
    after = {one.item_id: one.pk for one in they.rows_of(row)}
    assert after[first[0].id] == before[first[0].id] and first[2].id not in after and len(after) == 3


def test_another_contracts_things_are_not_counted(at):
    made = promised(at)
    other = make.live(at, make.payroll_uk(at, function="training"))
    with scope(system()):
        mine, theirs = made.scope.get().pk, other.scope.get().pk
    happened(at, MONTH, 3, 0, scope_item_id=mine)
    happened(at, MONTH, 0, 4, scope_item_id=theirs)
    assert figures(measured(at, made, MONTH)[0]) == (3, 0, 0, D("100.00"), "met")


def test_a_month_begins_and_ends_in_the_clients_zone(at):
    make.move_to_zone(at.client, "America/Denver")
    made = promised(at)
    for text, met in [("2026-11-01 05:59", False), ("2026-11-01 06:00", True), ("2026-12-01 06:59", True),
                      ("2026-12-01 07:00", False)]:  # fmt: skip
        [item] = happened(at, MONTH, int(met), int(not met))
        they._told[at.client.pk][-1] = replace(item, at=they.instant(text))
    assert figures(measured(at, made, MONTH)[0]) == (2, 0, 0, D("100.00"), "met")


def test_days_before_going_live_are_not_counted(at):
    made = make.reviewed(at)
    act(at.em, services.set_levels, made.pk, make.levels(calls()))
    act(at.ca, services.sign, made.pk, "client")
    act(at.pa, services.sign, made.pk, "provider")
    act(at.em, services.start_transition, made.pk)
    made = act(at.pa, services.go_live, make.ready(at, made).pk, date(2026, 11, 15))
    happened(at, MONTH, 0, 3)
    assert measured(at, made, MONTH)[0].status == "nothing"
    assert refused(Conflict, at.em, services.measure_month, made.pk, date(2026, 10, 1)).code == "NOTHING_PROMISED"


def test_a_window_of_three_months_judges_the_two_before_as_well(at):
    made = promised(at, calls(window_months=3))
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        happened(at, month, 10)
    happened(at, MONTH, 8, 2)
    assert figures(measured(at, made, MONTH)[0]) == (28, 2, 0, D("93.33"), "missed")


def test_the_first_months_cost_nothing_and_are_held_against_less(at):
    made = promised(at, calls(ramp_months=3, ramp_target=D(80)))
    march, april = gone_by(at, made, SPRING, (8, 2), (7, 3))
    assert (march.ramp, march.target, march.status) == (True, D("80.00"), "met")
    assert (april.ramp, april.status, april.in_a_row) == (True, "missed", 0)
    assert credit(at, made, date(2026, 4, 1)) == []
    may, june = gone_by(at, made, date(2026, 5, 1), (9, 1), (9, 1))
    assert (may.ramp, may.status, june.ramp, june.target, june.in_a_row) == (True, "met", False, D("97.00"), 1)


# --- months that follow each other ------------------------------------------------------------------------------------


def test_the_third_miss_in_a_row_costs_half_as_much_again(at):
    made = promised(at)
    rows = gone_by(at, made, date(2026, 8, 1), (19, 1), (19, 1), (0, 0), (19, 1), (19, 1), (20, 0), (19, 1))
    assert [(row.in_a_row, row.multiplier) for row in rows] == [
        (1, 1), (2, 1), (0, 1), (3, D("1.50")), (4, D("1.50")), (0, 1), (1, 1),
    ]  # fmt: skip
    amounts = [[one.amount_minor for one in credit(at, made, row.month)] for row in rows]
    assert amounts == [[10_638], [10_638], [], [15_957], [15_957], [], [10_638]]


def test_credits_of_a_month_never_exceed_what_is_at_risk(at):
    made = promised(
        at, calls(weight="100"), make.level("payroll_accuracy", "99.50", "40"), multiplier_after=1
    )  # fmt: skip
    happened(at, MONTH, 0, 1)
    closed(at, made, MONTH)
    [one] = credit(at, made)
    assert (one.multiplier, one.amount_minor) == (D("1.50"), 42_552)
    assert credit(at, made, charges=0)[0].amount_minor == 0


def test_a_critical_level_below_its_minimum_three_times_in_six_months_ends_the_contract(at):
    made = promised(at, calls(minimum=D(90), critical=True))
    rows = gone_by(at, made, date(2026, 6, 1), (8, 2), (95, 5), (8, 2), (10, 0), (10, 0), (8, 2), (10, 0), (8, 2))
    assert [row.status for row in rows[:3]] == ["below_minimum", "missed", "below_minimum"]
    assert [row.termination_right for row in rows] == [False] * 5 + [True, False, True]
    told = events(made, "engagements.termination_right")
    assert [data["month"] for _name, data in told] == ["2026-11-01", "2027-01-01"]
    assert told[0][1]["metric"] == "test_calls"


def test_a_level_that_is_not_critical_gives_no_such_right(at):
    made = promised(at, calls(minimum=D(90)))
    rows = gone_by(at, made, date(2026, 6, 1), (8, 2), (8, 2), (8, 2))
    assert [row.termination_right for row in rows] == [False] * 3


def test_twelve_good_months_on_average_give_a_credit_back_once(at, monkeypatch):
    made = promised(at, calls(earn_back=True, expected=D(98)))
    good = [(100, 0)] * 6
    rows = gone_by(at, made, SPRING, (95, 5), *good, (90, 10), *good)
    assert [row.earns_back for row in rows[:11]] == [[]] * 11
    assert (rows[11].month == date(2027, 2, 1) and rows[11].earns_back == [rows[0].pk, rows[7].pk]) or rows[
        11
    ].earns_back
    assert set(rows[11].earns_back) == {rows[0].pk, rows[7].pk}
    assert rows[12].earns_back == []
    charged = {SPRING: 354_600, date(2026, 10, 1): 100_000}
    monkeypatch.setattr(queries.levels, "charges_of", lambda _by, ids, month: {ids[0]: charged[month]})
    back = credit(at, made, date(2027, 2, 1))
    assert [(one.earned_back, one.amount_minor, one.measurement_id) for one in back] == [
        (True, 10_638, rows[0].pk), (True, 3_000, rows[7].pk),
    ]  # fmt: skip
    assert credit(at, made, date(2027, 3, 1)) == []


# --- closing ----------------------------------------------------------------------------------------------------------


def test_a_closed_month_stays_as_it_was_closed(at):
    made = promised(at)
    happened(at, MONTH, 19, 1)
    row = closed(at, made, MONTH)
    happened(at, MONTH, 100)
    with clock.travel(they.after(MONTH)):
        for service in (services.measure_month, services.close_month):
            answer = refused(Conflict, at.em, service, made.pk, MONTH)
            assert (answer.status, answer.code) == (409, "MONTH_CLOSED")
    proof = they.rows_of(row)[0]
    for change in (
        lambda: Measurement.objects.filter(pk=row.pk).update(met=20),
        lambda: Measurement.objects.filter(pk=row.pk).delete(),
        lambda: LevelEvidence.objects.filter(pk=proof.pk).update(met=True),
        lambda: LevelEvidence.objects.filter(pk=proof.pk).delete(),
        lambda: LevelEvidence.objects.create(
            client=at.client, measurement=row, kind="call", item_id=made.pk, label="x", met=True, at=clock.now()
        ),
    ):
        with scope(system()), pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_month_closes_after_its_end_and_in_its_turn(at):
    made = promised(at)
    with clock.travel(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        answer = refused(Conflict, at.em, services.close_month, made.pk, MONTH)
        assert answer.code == "MONTH_NOT_OVER"
        act(at.em, services.measure_month, made.pk, MONTH)
        answer = refused(Conflict, at.em, services.measure_month, made.pk, date(2026, 12, 1))
        assert answer.code == "NOTHING_PROMISED"
    measured(at, made, date(2026, 10, 1))
    with clock.travel(they.after(MONTH)):
        answer = refused(Conflict, at.em, services.close_month, made.pk, MONTH)
    assert answer.code == "MONTH_ORDER"
    assert refused(Invalid, at.em, services.close_month, made.pk, date(2026, 11, 2)).code == "MONTH"


def test_credits_wait_until_a_measured_month_is_closed(at):
    made = promised(at)
    assert credit(at, made) == []
    measured(at, made, MONTH)
    with pytest.raises(Conflict) as caught:
        credit(at, made)
    assert (caught.value.status, caught.value.code) == (409, "MONTH_OPEN")
    closed(at, made, MONTH)
    assert credit(at, made) == []


def test_who_may_measure_and_close(at):
    made = promised(at)
    for by in (at.ca, make.actor(Role.CLIENT_HR, at.client), make.actor(Role.PAYROLL_SPECIALIST, at.client)):
        with clock.travel(they.after(MONTH)):
            assert refused(Forbidden, by, services.measure_month, made.pk, MONTH).status == 403
            assert refused(Forbidden, by, services.close_month, made.pk, MONTH).status == 403


def test_every_night_the_running_month_is_measured_and_those_that_are_due_are_closed(at):
    made = promised(at)
    for month in (date(2026, 9, 1), date(2026, 10, 1), MONTH):
        happened(at, month, 10)
    with clock.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        tasks.measure_levels(0)
    assert months(made) == [(date(2026, number, 1), number < 11) for number in range(3, 12)]
    with clock.travel(datetime(2026, 12, 5, 12, tzinfo=UTC)):
        tasks.measure_levels(0)
    assert months(made)[-2:] == [(MONTH, False), (date(2026, 12, 1), False)]
    with clock.travel(datetime(2026, 12, 6, 12, tzinfo=UTC)):
        tasks.measure_levels(0)
        tasks.measure_levels(0)
    assert months(made)[-2:] == [(MONTH, True), (date(2026, 12, 1), False)]


def test_a_contract_that_cannot_be_measured_does_not_keep_the_others_from_it(at):
    other = make.world()
    made = [promised(world) for world in (at, other)]
    they.broken.add(at.client.pk)
    with clock.travel(datetime(2026, 3, 20, 12, tzinfo=UTC)), pytest.raises(RuntimeError, match="1 contracts"):
        tasks.measure_levels(0)
    assert [months(one) for one in made] == [[], [(SPRING, False)]]


def months(engagement):
    with scope(system()):
        rows = Measurement.objects.filter(engagement=engagement).order_by("month")
        return [(row.month, row.closed_at is not None) for row in rows]


# --- leaving out ------------------------------------------------------------------------------------------------------


@pytest.fixture
def missed(at):
    """A month with a miss that the client may leave out."""
    made = promised(at, calls(exclusions=("client_cause", "third_party")))
    happened(at, MONTH, 19, 1)
    [row] = measured(at, made, MONTH)
    return made, row, they.rows_of(row)[0]


def ask(by, row, ground="client_cause", reason="They answered late."):
    with clock.travel(they.after(MONTH)):
        return act(by, services.ask_exclusion, row.pk, ground, reason)


def figures_now(row):
    with scope(system()):
        return figures(Measurement.objects.get(pk=row.pk))


def test_a_row_counts_until_the_client_consents(at, missed):
    made, row, miss = missed
    assert ask(at.em, miss).excluded_for == "They answered late."
    assert figures_now(row) == (19, 1, 0, D("95.00"), "missed")
    with clock.travel(they.after(MONTH)):
        left = act(at.ca, services.consent_to_exclusion, miss.pk)
    assert (left.pk, left.excluded) == (miss.pk, True)
    assert figures_now(row) == (19, 0, 1, D("100.00"), "met")
    closed(at, made, MONTH)
    assert credit(at, made) == []
    names = [name for name, _data in events(made, "engagements.exclusion_asked", "engagements.excluded")]
    assert names == ["engagements.exclusion_asked", "engagements.excluded"]


def test_nobody_consents_to_what_they_asked_themselves(at, missed):
    _made, _row, miss = missed
    both = make.also(at.ca, Role.ENGAGEMENT_MANAGER)
    ask(both, miss)
    with clock.travel(they.after(MONTH)):
        answer = refused(Conflict, both, services.consent_to_exclusion, miss.pk)
    assert (answer.status, answer.code) == (409, "SELF_APPROVAL")
    assert refused(Forbidden, at.em, services.consent_to_exclusion, miss.pk).status == 403
    assert refused(Forbidden, at.ca, services.ask_exclusion, miss.pk, "client_cause", "No").status == 403


def test_only_agreed_grounds_with_words_and_only_what_was_asked(at, missed):
    made, _row, miss = missed
    assert refused(Invalid, at.em, services.ask_exclusion, miss.pk, "force_majeure", "Snow").code == (
        "EXCLUSION_NOT_AGREED"
    )
    assert refused(Invalid, at.em, services.ask_exclusion, miss.pk, "client_cause", "  ").code == "REASON_REQUIRED"
    assert refused(Invalid, at.em, services.ask_exclusion, miss.pk, "client_cause", "x" * 201).code == "TOO_LONG"
    assert refused(Conflict, at.ca, services.consent_to_exclusion, miss.pk).code == "NOTHING_TO_CONSENT"
    closed(at, made, MONTH)
    assert refused(Conflict, at.em, services.ask_exclusion, miss.pk, "client_cause", "Late").code == "MONTH_CLOSED"
    assert refused(Conflict, at.ca, services.consent_to_exclusion, miss.pk).code == "MONTH_CLOSED"


def test_another_tenants_rows_are_not_there(at, missed):
    made, row, miss = missed
    stranger = make.actor(Role.ENGAGEMENT_MANAGER, make.make.client())
    their_admin = make.actor(Role.CLIENT_ADMIN, make.make.client())
    assert refused(NotFound, stranger, services.ask_exclusion, miss.pk, "client_cause", "x").status == 404
    assert refused(NotFound, their_admin, services.consent_to_exclusion, miss.pk).status == 404
    for query, key in [
        (queries.measurement, row.pk), (queries.evidence_of, row.pk), (queries.evidence_row, miss.pk),
        (queries.level_sets, made.pk), (queries.measurements, made.pk),
    ]:  # fmt: skip
        with pytest.raises(NotFound), scope(stranger):
            query(stranger, key)
    with pytest.raises(NotFound), scope(stranger):
        queries.credits_for(stranger, made.pk, MONTH, 100)
