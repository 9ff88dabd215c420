"""The employment of a row: a new one, or changes of one that is known, with its post, pay and bank account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from openhro.core.errors import Invalid, Refused
from openhro.core.money import minor_digits
from openhro.people.imports import columns as cols
from openhro.people.imports.sheet import Change, RowPlan, Sheet
from openhro.people.imports.state import JOB_COLUMNS, JobState, Known, PersonState
from openhro.people.rules import Account, Leaving, Pay, Terms, bank, dates, employers, fields, history
from openhro.people.services.employer import check_scope


def new_job(sheet: Sheet, person: PersonState, given: Mapping[str, Any]) -> JobState:
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
    job.engagement_id = _engagement(sheet, job)
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


def _engagement(sheet: Sheet, job: JobState) -> UUID | None:
    """The engagement that covers the employment; asked once for all rows that differ in nothing it looks at."""
    values = {name: job.values[name] for name in ("entity_id", "provider_entity_id", "country")}
    terms = Terms(external_id="", start=max(job.values["start"], sheet.today), **values)
    if terms not in sheet.scopes:
        try:
            sheet.scopes[terms] = check_scope(sheet.by, sheet.client_id, terms)
        except Refused as refused:
            sheet.scopes[terms] = refused
    found = sheet.scopes[terms]
    if isinstance(found, Refused):
        raise found
    return found


def plan_job(sheet: Sheet, plan: RowPlan, given: Mapping[str, Any]) -> None:
    job = plan.job
    if not job.new:
        _plan_known_job(sheet, plan, given)
    start, end = job.values["start"], job.values["end"]
    wanted = start if job.new else given.get("effective") or sheet.today
    day = min(max(wanted, start), end or date.max)
    until = end + timedelta(days=1) if end else None
    _plan_post(sheet, plan, given, day, until)
    _plan_pay(plan, given, day, until)
    _plan_bank(plan, given, day)
    if day != wanted and "effective" in given and (plan.posts or plan.pays):
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
        plan.end = Leaving(given["end"], given["end_reason"])


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
