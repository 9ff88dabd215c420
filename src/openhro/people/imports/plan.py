"""One row of the file against what is known: what must be written for it, or why it is refused.

A row changes the state only after all its checks, so that a refused row leaves nothing behind for the rows after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openhro.core.errors import Conflict, Invalid
from openhro.core.ids import uuid7
from openhro.core.imports import TypedRow
from openhro.people.imports import columns as cols
from openhro.people.imports.plan_job import new_job, plan_job
from openhro.people.imports.sheet import Change, RowPlan, Sheet
from openhro.people.imports.state import PERSON_COLUMNS, Known, PersonState
from openhro.people.queries.secrets import blind_of
from openhro.people.rules import Home, dates, fields, history, identity


def plan_row(sheet: Sheet, row: TypedRow) -> RowPlan:
    """Check one row and say what it comes to. Raises Refused, with the field at fault."""
    given = {name: value for name, value in row.values.items() if value is not None}
    key = given["employment_id"]
    if key in sheet.done:
        raise Invalid("DUPLICATE_ROW", f"Employment {key} stands in this file twice.", field="employment_id")
    person = _person(sheet, given)
    job = sheet.state.jobs.get(key)
    if job is not None and job.person.id != person.id:
        raise Invalid("OTHER_PERSON", f"Employment {key} is another person's.", field="employment_id")
    plan = RowPlan(row.number, person, job or new_job(sheet, person, given))
    _plan_person(sheet, plan, given)
    plan_job(sheet, plan, given)
    sheet.done.add(key)
    _take(sheet, plan)
    return plan


def _take(sheet: Sheet, plan: RowPlan) -> None:
    """The row holds: the rows after it see what it makes."""
    person, job = plan.person, plan.job
    if person.new and person.values["external_id"] not in sheet.state.people:
        sheet.state.people[person.values["external_id"]] = person
        for mark in _marks(person.values):
            sheet.alike.setdefault(mark, person.values["external_id"])
    person.values |= plan.person_changes
    if plan.homes:
        person.homes = plan.homes.after
    if plan.touches_person:
        sheet.touched.add(person.id)
    if plan.national:
        kind, value, country = plan.national
        sheet.taken_numbers[kind, blind_of(kind, value, country)] = person.id
    if job.new:
        sheet.state.jobs[job.values["external_id"]] = job
        person.jobs.append(Known(job.id, job.as_hired(), job.values["continuous_service_from"]))
    job.posts = plan.posts.after if plan.posts else job.posts
    job.pays = plan.pays.after if plan.pays else job.pays


def _person(sheet: Sheet, given: Mapping[str, Any]) -> PersonState:
    known = sheet.state.people.get(given["person_id"])
    if known is not None:
        return known
    for name in ("given_name", "family_name"):
        if not given.get(name):
            raise Invalid("REQUIRED", "A new person needs this.", field=name)
    blank = dict.fromkeys(PERSON_COLUMNS, "") | {"date_of_birth": None, "external_id": given["person_id"]}
    values = fields.person(blank | {name: given[name] for name in cols.PERSON if name in given})
    dates.check_birth(values["date_of_birth"], sheet.today)
    if not given.get("known_different"):
        for mark in _marks(values):
            if mark in sheet.alike:
                raise Conflict(
                    "POSSIBLE_REHIRE",
                    f"This may be person {sheet.alike[mark]}: the same {mark[0]}. Use that id, or say known_different.",
                    field="person_id",
                )
    return PersonState(uuid7(), values, new=True)


def _marks(values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """By what a person may be known: e-mail, or name and date of birth."""
    marks: list[tuple[Any, ...]] = [("e-mail", values["email"])] if values["email"] else []
    if values["date_of_birth"]:
        marks.append(("name and date of birth", fields.name_keys(values)["family_key"], values["date_of_birth"]))
    return marks


def _plan_person(sheet: Sheet, plan: RowPlan, given: Mapping[str, Any]) -> None:
    person = plan.person
    wanted = {name: given[name] for name in cols.PERSON if name in given}
    if any(person.values[name] != value for name, value in wanted.items()):
        clean = fields.person(wanted)
        dates.check_birth(clean.get("date_of_birth"), sheet.today)
        plan.person_changes = {name: value for name, value in clean.items() if person.values[name] != value}
        plan.person_before = {name: person.values[name] for name in plan.person_changes}
    _plan_home(sheet, plan, given)
    _plan_number(sheet, plan, given)
    if person.id in sheet.touched and (plan.person_changes or plan.homes or plan.national):
        name = min(plan.person_changes, default="address_line1" if plan.homes else "national_id")
        raise Invalid("PERSON_DIFFERS", "A row above says something else about this person.", field=name)


def _plan_home(sheet: Sheet, plan: RowPlan, given: Mapping[str, Any]) -> None:
    wanted = {target: given[name] for name, target in cols.HOME.items() if name in given}
    if not wanted:
        return
    start = plan.job.values["start"]
    day = start if plan.job.new else max(start, given.get("effective") or sheet.today)
    held = history.on(plan.person.homes, day)
    whole = dict(held.values) | wanted if held and set(wanted) < set(cols.HOME.values()) else wanted
    for name in ("line1", "city", "country"):
        if not whole.get(name):
            column = next(column for column, target in cols.HOME.items() if target == name)
            raise Invalid("REQUIRED", "An address has a first line, a city and a country.", field=column)
    values = fields.home(Home(**whole))
    after = history.splice(plan.person.homes, day, values, stays=frozenset(values))
    if after != plan.person.homes:
        plan.homes = Change(plan.person.homes, after)


def _plan_number(sheet: Sheet, plan: RowPlan, given: Mapping[str, Any]) -> None:
    text, kind = given.get("national_id"), given.get("national_id_kind")
    if not text and not kind:
        return
    if not text or not kind:
        raise Invalid("REQUIRED", "Give the number and its kind.", field="national_id" if kind else "national_id_kind")
    value = identity.national_id(kind, text)
    country = identity.KINDS[kind][0] or fields.country(given.get("national_id_country", ""), "national_id_country")
    if kind in plan.person.numbers and plan.person.numbers[kind][2] == value:
        return
    owner = sheet.taken_numbers.get((kind, blind_of(kind, value, country)))
    if owner not in (None, plan.person.id):
        raise Conflict(
            "NATIONAL_ID_TAKEN", "Somebody else has this number, here or in a row above.", field="national_id"
        )
    if owner is None or kind in plan.person.numbers:
        plan.national = (kind, value, country)
