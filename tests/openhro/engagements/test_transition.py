"""The transition plan: waves, tasks that wait for tasks, and the RAID log."""

from datetime import date
from uuid import uuid4

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import act, refused

from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.services import RaidTerms, TaskTerms, WaveTerms

pytestmark = pytest.mark.django_db

FEB = date(2026, 2, 1)


def planned(at, made, name, start=2, last=6, needs=()):
    terms = TaskTerms(name, date(2026, 2, start), date(2026, 2, last), needs=tuple(one.pk for one in needs))
    return act(at.em, services.plan_task, made.pk, terms)


def test_a_plan_has_waves_and_tasks_that_wait_for_each_other():
    at = they.world()
    made = they.signed(at)
    wave = act(at.em, services.plan_wave, made.pk, WaveTerms("UK payroll", they.SPRING, ("payroll",)))
    first = planned(at, made, "Write the map")
    terms = TaskTerms("Load people", date(2026, 2, 9), date(2026, 2, 13), "Nina", "provider", wave.pk, (first.pk,))
    second = act(at.em, services.plan_task, made.pk, terms)
    with scope(at.ca):
        rows = list(queries.tasks(at.ca, made.pk))
        assert [(one.name, one.wave, one.needs) for one in rows] == [
            ("Write the map", None, []), ("Load people", wave, [first.pk])
        ]  # fmt: skip
        assert queries.starts_too_early(rows) == {}
    early = refused(Conflict, at.em, services.finish_task, second.pk)
    assert (early.code, early.detail) == ("NEEDS_OPEN", {"open": ["Write the map"]})
    assert act(at.em, services.finish_task, first.pk).done_by == at.em.user
    act(at.em, services.finish_task, second.pk)
    back = refused(Conflict, at.em, services.reopen_task, first.pk)
    assert (back.code, back.detail) == ("FOLLOWERS_DONE", {"done": ["Load people"]})
    assert act(at.em, services.reopen_task, second.pk).done_at is None
    assert refused(Conflict, at.em, services.reopen_task, second.pk).code == "TASK_OPEN"
    assert refused(Conflict, at.em, services.finish_task, first.pk).code == "TASK_DONE"


def test_a_cycle_is_refused_and_names_the_way_round():
    at = they.world()
    made = they.signed(at)
    first = planned(at, made, "Map")
    second = planned(at, made, "Load", needs=[first])
    third = planned(at, made, "Compare", needs=[second])
    answer = refused(Conflict, at.em, services.replan_task, first.pk, 1, {"needs": (third.pk,)})
    assert (answer.status, answer.code) == (409, "DEPENDENCY_CYCLE")
    assert answer.detail == {"round": ["Map", "Compare", "Load", "Map"]}
    itself = refused(Conflict, at.em, services.replan_task, first.pk, 1, {"needs": (first.pk,)})
    assert itself.detail == {"round": ["Map", "Map"]}


def test_a_task_is_replanned_by_whoever_has_read_it():
    at = they.world()
    made = they.signed(at)
    task = planned(at, made, "Map")
    later = act(at.em, services.replan_task, task.pk, 1, {"start": date(2026, 2, 4), "last_day": date(2026, 2, 9)})
    assert (later.start, later.last_day, later.version, later.name) == (date(2026, 2, 4), date(2026, 2, 9), 2, "Map")
    assert refused(Stale, at.em, services.replan_task, task.pk, 1, {"owner": "Pat"}).status == 412
    assert refused(Invalid, at.em, services.replan_task, task.pk, 2, {"colour": "red"}).code == "UNKNOWN_FIELD"
    reversed_ = refused(Invalid, at.em, services.replan_task, task.pk, 2, {"last_day": date(2026, 2, 1)})
    assert reversed_.code == "DATES_REVERSED"
    with scope(at.em):
        follower = planned(at, made, "Load", start=9, last=12, needs=[task])
        rows = list(queries.tasks(at.em, made.pk))
        assert queries.starts_too_early(rows) == {follower.pk: ["Map"]}


def test_what_is_not_of_this_plan_is_refused():
    at, other = they.world(), they.world()
    made, theirs = they.signed(at), they.signed(other)
    foreign = planned(other, theirs, "Theirs")
    wave = act(other.em, services.plan_wave, theirs.pk, WaveTerms("Theirs", FEB))
    for terms in (
        TaskTerms("A", FEB, FEB, needs=(foreign.pk,)), TaskTerms("A", FEB, FEB, wave_id=wave.pk),
        TaskTerms("A", FEB, FEB, needs=(uuid4(),)),
    ):  # fmt: skip
        assert refused(NotFound, at.em, services.plan_task, made.pk, terms).status == 404
    answer = refused(Invalid, at.em, services.plan_wave, made.pk, WaveTerms("US", FEB, ("benefits",)))
    assert (answer.code, answer.field) == ("NOT_IN_SCOPE", "functions")
    act(at.em, services.plan_wave, made.pk, WaveTerms("One", FEB))
    assert refused(Conflict, at.em, services.plan_wave, made.pk, WaveTerms("One", FEB)).code == "NAME_TAKEN"


def test_the_log_keeps_what_was_raised_and_what_came_of_it():
    at = they.world()
    made = they.signed(at)
    risk = act(
        at.ca, services.raise_raid, made.pk, RaidTerms("risk", "Old payroll gives no history", severity=3, due=FEB)
    )
    act(at.em, services.raise_raid, made.pk, RaidTerms("assumption", "Bank mandate by March", severity=1))
    assert refused(Invalid, at.em, services.close_raid, risk.pk, " ").code == "OUTCOME_REQUIRED"
    closed = act(at.em, services.close_raid, risk.pk, "They sent twelve months.")
    assert (closed.closed_by, closed.outcome) == (at.em.user, "They sent twelve months.")
    assert refused(Conflict, at.em, services.close_raid, risk.pk, "Again").code == "ALREADY_CLOSED"
    with scope(at.em):
        assert [one.title for one in queries.raid(at.em, made.pk)] == [
            "Bank mandate by March", "Old payroll gives no history"
        ]  # fmt: skip


def test_each_verb_of_the_plan_belongs_to_its_roles_and_to_its_client():
    at = they.world()
    made = they.signed(at)
    task, other_task = planned(at, made, "Map"), planned(at, made, "Load")
    act(at.em, services.finish_task, other_task.pk)
    entry = act(at.em, services.raise_raid, made.pk, RaidTerms("issue", "No file"))
    manage, log = {"PA", "EM"}, {"PA", "EM", "SP-pay", "CA", "CH"}
    stranger = they.actor(Role.PROVIDER_ADMIN, they.world().client)
    for service, args, holders in (
        (services.plan_wave, (made.pk, WaveTerms("W", FEB)), manage),
        (services.plan_task, (made.pk, TaskTerms("T", FEB, FEB)), manage),
        (services.replan_task, (task.pk, 1, {"owner": "Pat"}), manage),
        (services.finish_task, (task.pk,), manage),
        (services.reopen_task, (other_task.pk,), manage),
        (services.raise_raid, (made.pk, RaidTerms("risk", "R")), log),
        (services.close_raid, (entry.pk, "Done"), log),
    ):
        assert refused(NotFound, stranger, service, *args).status == 404
        for role in {"PA", "EM", "SP-pay", "CA", "CH", "MG", "EE", "AU"} - holders:
            who = they.actor(Role(role), at.client)
            assert refused(Forbidden, who, service, *args).status == 403
