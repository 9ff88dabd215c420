"""One row of the file against what is known: what must be written for it, or why it is refused.

A row changes the state only after all its checks, so that a refused row leaves nothing behind for the rows after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, Refused
from openhro.core.ids import uuid7
from openhro.core.imports import TypedRow
from openhro.core.money import minor_digits
from openhro.people.imports import columns as cols
from openhro.people.imports.state import JOB_COLUMNS, PERSON_COLUMNS, JobState, Known, PersonState, State
from openhro.people.queries.secrets import blind_of
from openhro.people.rules import Account, Home, Pay, Terms, bank, dates, employers, fields, history, identity
from openhro.people.rules.history import Version
from openhro.people.services.employer import check_scope

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """The versions of a dated fact before and after."""

    before: list[Version]
    after: list[Version]


@dataclass(slots=True)
class RowPlan:
    """What one row comes to: the states it touches, with the values they get."""

    number: int
    person: PersonState
    job: JobState
    person_changes: dict[str, Any] = field(default_factory=dict)
    person_before: dict[str, Any] = field(default_factory=dict)
    homes: Change | None = None
    national: tuple[str, str, str] | None = None
    job_changes: dict[str, Any] = field(default_factory=dict)
    posts: Change | None = None
    pays: Change | None = None
    account: Account | None = None
    bank_day: date | None = None
    end: tuple[date, str] | None = None

    @property
    def outcome(self) -> str:
        """created (a new employment), changed or unchanged."""
        if self.job.new:
            return CREATED
        employment = (self.job_changes, self.posts, self.pays, self.account, self.end)
        return CHANGED if self.touches_person or any(employment) else UNCHANGED

    @property
    def touches_person(self) -> bool:
        """True where the row writes to the person, not only to the employment."""
        return bool(self.person.new or self.person_changes or self.homes or self.national)


@dataclass(slots=True)
class Sheet:
    """The run of one file: who, for which client, what is known, and what the rows before have taken."""

    by: Actor
    client_id: UUID
    state: State
    today: date
    ids: dict[str, UUID]
    taken_numbers: dict[tuple[str, bytes], UUID]
    alike: dict[Any, str]
    done: set[str] = field(default_factory=set)
    touched: set[UUID] = field(default_factory=set)
    scopes: dict[Terms, Refused | None] = field(default_factory=dict)


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
    plan = RowPlan(row.number, person, job or _new_job(sheet, person, given))
    _plan_person(sheet, plan, given)
    _plan_job(sheet, plan, given)
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


# --- the person ----------------------------------------------------------------------------------------------------


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
    day = given.get("effective") or (plan.job.values["start"] if plan.job.new else sheet.today)
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


# --- the employment ------------------------------------------------------------------------------------------------


def _new_job(sheet: Sheet, person: PersonState, given: Mapping[str, Any]) -> JobState:
    for name in ("start", "country", "job_title"):
        if not given.get(name):
            raise Invalid("REQUIRED", "A new employment needs this.", field=name)
    start, end = given["start"], given.get("end")
    fields.country(given["country"])
    dates.check_order(start, end)
    dates.check_age_at_start(person.values["date_of_birth"], start)
    entity, provider = _employer(sheet, given)
    values = dict.fromkeys(JOB_COLUMNS, "") | {
        "external_id": given["employment_id"], "number": given.get("number", ""), "entity_id": entity,
        "provider_entity_id": provider, "country": given["country"], "start": start, "end": end,
        "end_reason": _reason(given), "continuous_service_from": _service(person, given),
    }  # fmt: skip
    job = JobState(sheet.ids[given["employment_id"]], person, values, new=True)
    employers.check_employers(job.as_hired(), [known.hired for known in person.jobs])
    _check_scope(sheet, job)
    return job


def _employer(sheet: Sheet, given: Mapping[str, Any]) -> tuple[UUID | None, UUID | None]:
    found: list[UUID | None] = []
    for name, known in (("entity", sheet.state.entities), ("provider_entity", sheet.state.providers)):
        code = given.get(name)
        if code and code not in known:
            raise Invalid("UNKNOWN_ENTITY", f"There is no company with the code {code[:40]}.", field=name)
        found.append(known[code] if code else None)
    return found[0], found[1]


def _service(person: PersonState, given: Mapping[str, Any]) -> date:
    since = given.get("continuous_service_from")
    if since and since > given["start"]:
        raise Invalid(
            "SERVICE_AFTER_START", "Service cannot count from after the start.", field="continuous_service_from"
        )
    last = previous(person, given["start"])
    before = (last.hired.end, last.service_from) if last and last.hired.end else None
    return since or dates.service_from(given["start"], before, 0)


def previous(person: PersonState, start: date) -> Known | None:
    """The person's last employment that ended before a day."""
    ended = [known for known in person.jobs if known.hired.end and known.hired.end < start]
    return max(ended, key=lambda known: known.hired.end or date.min, default=None)


def _reason(given: Mapping[str, Any]) -> str:
    reason: str = given.get("end_reason", "")
    if bool(reason) != bool(given.get("end")):
        raise Invalid("REQUIRED", "Give the last day and the reason together.", field="end" if reason else "end_reason")
    return reason


def _check_scope(sheet: Sheet, job: JobState) -> None:
    names = ("entity_id", "provider_entity_id", "country", "start")
    terms = Terms(external_id="", **{name: job.values[name] for name in names})
    if terms not in sheet.scopes:
        try:
            check_scope(sheet.by, sheet.client_id, terms)
            sheet.scopes[terms] = None
        except Refused as refused:
            sheet.scopes[terms] = refused
    fault = sheet.scopes[terms]
    if fault is not None:
        raise fault


def _plan_job(sheet: Sheet, plan: RowPlan, given: Mapping[str, Any]) -> None:
    job = plan.job
    if not job.new:
        _plan_known_job(sheet, plan, given)
    start, end = job.values["start"], job.values["end"]
    day = start if job.new else given.get("effective") or min(max(sheet.today, start), end or date.max)
    outside = day < start or (end is not None and day > end)
    until = end + timedelta(days=1) if end else None
    _plan_post(sheet, plan, given, day, until)
    _plan_pay(plan, given, day, until)
    _plan_bank(plan, given, day)
    if outside and (plan.posts or plan.pays):
        raise Invalid("OUTSIDE_EMPLOYMENT", "The changes' day is not one of the employment.", field="effective")


def _plan_known_job(sheet: Sheet, plan: RowPlan, given: Mapping[str, Any]) -> None:
    values = plan.job.values
    entity, provider = _employer(sheet, given)
    fixed = {
        "start": given.get("start"),
        "country": given.get("country"),
        "entity_id": entity,
        "provider_entity_id": provider,
    }
    for name, value in fixed.items():
        if value is not None and value != values[name]:
            raise Invalid(
                "EMPLOYMENT_FIXED", "This does not change during an employment: end it, and hire again.",
                field=name.removesuffix("_id"),
            )  # fmt: skip
    since = given.get("continuous_service_from")
    if since and since > values["start"]:
        _service(plan.person, {**given, "start": values["start"]})
    changes = {n: given[n] for n in ("number", "continuous_service_from") if n in given}
    plan.job_changes = {name: value for name, value in changes.items() if value != values[name]}
    if given.get("end") and (given["end"], _reason(given)) != (values["end"], values["end_reason"]):
        dates.check_order(values["start"], given["end"])
        plan.end = (given["end"], given["end_reason"])


def _plan_post(sheet: Sheet, plan: RowPlan, given: Mapping[str, Any], day: date, until: date | None) -> None:
    wanted: dict[str, Any] = {name: given[name] for name in cols.POST if name in given}
    if given.get("manager"):
        wanted["manager_id"] = _manager(sheet, plan, given["manager"])
    if not wanted:
        return
    wanted = fields.post(wanted)
    if history.on(plan.job.posts, day) is None:
        blank = {"site": "", "department": "", "cost_centre": "", "manager_id": None, "fte": Decimal(1)}
        wanted = blank | wanted
        if not wanted.get("job_title"):
            raise Invalid("REQUIRED", "The first assignment needs a job title.", field="job_title")
    after = history.splice(plan.job.posts, day, wanted, until=until)
    if after != plan.job.posts:
        plan.posts = Change(plan.job.posts, after)


def _manager(sheet: Sheet, plan: RowPlan, key: str) -> UUID:
    if key in sheet.ids:
        return sheet.ids[key]
    if key not in sheet.state.managers:
        raise Invalid("UNKNOWN_MANAGER", f"There is no employment {key[:60]}, here or in this file.", field="manager")
    return sheet.state.managers[key][0]


def _plan_pay(plan: RowPlan, given: Mapping[str, Any], day: date, until: date | None) -> None:
    parts = [name for name in ("pay_basis", "pay", "currency") if name in given]
    if not parts:
        return
    missing = [name for name in ("pay_basis", "pay", "currency") if name not in given]
    if missing:
        raise Invalid("REQUIRED", "Pay has a basis, an amount and a currency.", field=missing[0])
    if given["currency"] not in fields.currencies():
        raise Invalid("CURRENCY", "Give a currency's three-letter code, as GBP or USD.", field="currency")
    minor = given["pay"] * 10 ** minor_digits(given["currency"])
    if minor != int(minor):
        raise Invalid("AMOUNT_PRECISION", f"{given['currency']} has fewer decimals than this.", field="pay")
    held = history.on(plan.job.pays, day)
    hours = given.get("hours_week", held.values["hours_week"] if held else None)
    pay = fields.pay(
        Pay(basis=given["pay_basis"], amount_minor=int(minor), currency=given["currency"], hours_week=hours)
    )
    values: dict[str, Any] = {
        "rate": (pay.basis, pay.amount_minor, pay.currency), "hours_week": pay.hours_week,
    }  # fmt: skip
    if held is None or "pay_reason" in given:
        values["reason"] = fields.text(given.get("pay_reason", ""), "reason")
    elif held.values["rate"] != values["rate"]:
        values["reason"] = ""
    after = history.splice(plan.job.pays, day, values, until=until, stays=frozenset({"reason"}))
    if after != plan.job.pays:
        plan.pays = Change(plan.job.pays, after)


def _plan_bank(plan: RowPlan, given: Mapping[str, Any], day: date) -> None:
    parts = ("bank_scheme", "bank_holder", "bank_routing", "bank_account", "bank_kind")
    if not any(name in given for name in parts):
        return
    for name in ("bank_scheme", "bank_holder"):
        if name not in given:
            raise Invalid("REQUIRED", "A bank account has a scheme and a holder.", field=name)
    main = main_account(plan.job, day)
    clean = bank.check_account(
        Account(
            scheme=given["bank_scheme"], holder=fields.text(given["bank_holder"], "holder"),
            routing=given.get("bank_routing", ""), account=given.get("bank_account", ""),
            kind=given.get("bank_kind", main[2].kind if main else "checking"), priority=main[2].priority if main else 1,
        )
    )  # fmt: skip
    if main is None or main[2] != clean:
        plan.account, plan.bank_day = clean, day


def main_account(job: JobState, day: date) -> tuple[UUID, Any, Account] | None:
    """The account that takes what remains of net pay on a day."""
    for held in job.banks:
        _, valid, account = held
        if account.split == "remainder" and valid.lower <= day and (valid.upper is None or day < valid.upper):
            return held
    return None
