"""Verbs of bank accounts: add one, replace one, close one, from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, NotFound
from openhro.core.permission import may, permit
from openhro.people.models import LIVING, BankAccount, Employment
from openhro.people.permissions import BANK_EDIT, OWN_EDIT
from openhro.people.queries.visible import is_own
from openhro.people.rules import Account, bank, dates, fields, identity
from openhro.people.services.records import locked_employment
from openhro.ui.formats import said

ADDED = journal.event("people.bank_account_added", "A bank account was added")
REPLACED = journal.event("people.bank_account_replaced", "A bank account was replaced")
CLOSED = journal.event("people.bank_account_closed", "A bank account is no longer used")


@transaction.atomic
def add_bank_account(by: Actor, employment_id: UUID, account: Account, day: date) -> BankAccount:
    """Pay into one more account from a day on."""
    job = locked_employment(by, employment_id)
    _permit(by, job)
    dates.check_day(day, "day")
    made = begin_account(by, job, account, day)
    check_days(job, day)
    journal.record(by, ADDED, job, {"account": str(made.pk), "scheme": made.scheme, "from": day.isoformat()})
    return made


@transaction.atomic
def replace_bank_account(by: Actor, account_id: UUID, account: Account, day: date) -> BankAccount:
    """Pay into another account instead, from a day on; the old one ends the day before."""
    old, job = _held(by, account_id)
    _permit(by, job)
    dates.check_day(day, "day")
    first, until = max(day, old.valid.lower), old.valid.upper
    _end(by, old, day)
    made = begin_account(by, job, account, first, until)
    check_days(job, day)
    data = {"account": str(made.pk), "instead_of": str(old.pk), "scheme": made.scheme, "from": day.isoformat()}
    journal.record(by, REPLACED, job, data)
    return made


@transaction.atomic
def close_bank_account(by: Actor, account_id: UUID, day: date) -> BankAccount:
    """Pay no more into an account from a day on."""
    old, job = _held(by, account_id)
    _permit(by, job)
    dates.check_day(day, "day")
    _end(by, old, day)
    check_days(job, day)
    journal.record(by, CLOSED, job, {"account": str(old.pk), "from": day.isoformat()})
    return old


def begin_account(by: Actor, job: Employment, account: Account, day: date, until: date | None = None) -> BankAccount:
    """Write one account, checked by itself; the caller checks the set."""
    clean = bank.check_account(account)
    rows = BankAccount.objects.filter(LIVING, employment=job, priority=clean.priority)
    if rows.filter(valid__overlap=DateRange(day, until)).exists():
        raise Conflict(
            "BANK_PRIORITY_TAKEN", "Another account has this priority already; give a free one.", field="priority"
        )
    made = BankAccount(client_id=job.client_id, employment=job, valid=DateRange(day, until), recorded_by=by.user)
    for name, value in columns_of(clean).items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


def columns_of(clean: Account) -> dict[str, Any]:
    """The columns of a checked account."""
    return {
        "scheme": clean.scheme, "holder": fields.text(clean.holder, "holder"), "routing": clean.routing,
        "account": clean.account, "last4": identity.last4(clean.account), "kind": clean.kind,
        "priority": clean.priority, "split": clean.split, "split_minor": clean.split_minor,
        "split_percent": clean.split_percent,
    }  # fmt: skip


def check_days(job: Employment, day: date) -> None:
    """On every day from `day` on, the accounts together split net pay without a gap."""
    rows = list(BankAccount.objects.filter(LIVING, employment=job))
    edges = {bound for row in rows for bound in (row.valid.lower, row.valid.upper) if bound and bound > day}
    for each in sorted({day, *edges}):
        on_day = [
            row for row in rows if row.valid.lower <= each and (row.valid.upper is None or each < row.valid.upper)
        ]
        bank.check_split([(row.priority, row.split, row.split_percent) for row in on_day])


def _end(by: Actor, old: BankAccount, day: date) -> None:
    """End an account before `day`; one that had not begun by then is superseded, as if it never was."""
    if old.valid.upper is not None and old.valid.upper <= day:
        raise Conflict(
            "ACCOUNT_ENDED", f"This account ends before {said(day)}. Choose the one that follows it.", field="day"
        )
    if old.valid.lower < day:
        old.valid = DateRange(old.valid.lower, day)
        old.save(update_fields=["valid"])
        return
    old.superseded_at, old.superseded_by = clock.now(), by.user
    old.save(update_fields=["superseded_at", "superseded_by"])


def _held(by: Actor, account_id: UUID) -> tuple[BankAccount, Employment]:
    job_id = BankAccount.objects.filter(pk=account_id).values_list("employment_id", flat=True).first()
    if job_id is None:
        raise NotFound("bank account")
    try:
        job = locked_employment(by, job_id)
    except NotFound:
        raise NotFound("bank account") from None
    old = BankAccount.objects.select_for_update().get(pk=account_id)
    if old.superseded_at is not None:
        raise Conflict("SUPERSEDED", "This account was replaced already. Reload the page.")
    return old, job


def _permit(by: Actor, job: Employment) -> None:
    if is_own(by, job.person) and not may(by, BANK_EDIT, job):
        permit(by, OWN_EDIT, job)
    else:
        permit(by, BANK_EDIT, job)
