"""The dated facts of an employment: assignment, pay terms, bank accounts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openhro.core.rest import Page, Router, by_of, listed
from openhro.people import queries, services
from openhro.people.rest import schemas

router = Router()


@router.read("/assignments", Page[schemas.Assignment])
def list_assignments(request: HttpRequest, employment_id: UUID, as_of: date | None = None) -> Any:
    """The assignment on a day; the person's timeline has all of them."""
    held = queries.employment(by_of(request), employment_id, as_of).assignment
    return listed([held] if held else [])


@router.create("/assignments", schemas.Assignment)
def assign(request: HttpRequest, given: schemas.PostChange) -> Any:
    """Let some values of the assignment change from a day on."""
    by, changes = by_of(request), given.model_dump(exclude_unset=True)
    employment_id, day = changes.pop("employment_id"), changes.pop("day")
    services.assign(by, employment_id, day, changes)
    return queries.employment(by, employment_id, day).assignment


@router.read("/pay-terms", Page[schemas.PayTerms])
def list_pay_terms(request: HttpRequest, employment_id: UUID, as_of: date | None = None) -> Any:
    """The pay terms on a day; the person's timeline has all of them."""
    held = queries.employment(by_of(request), employment_id, as_of).pay
    return listed([held] if held else [])


@router.create("/pay-terms", schemas.PayTerms, key=True)
def set_pay_terms(request: HttpRequest, given: schemas.NewPayTerms) -> Any:
    """Let pay terms hold from a day on, until the next ones that are already known."""
    by, values = by_of(request), given.model_dump()
    employment_id, day = values.pop("employment_id"), values.pop("day")
    made = services.set_pay_terms(by, employment_id, day, services.Pay(**values))
    return {"since": made.valid.lower} | {
        name: getattr(made, name) for name in ("basis", "amount_minor", "currency", "hours_week", "reason")
    }


@router.read("/bank-accounts", Page[schemas.BankAccount])
def list_bank_accounts(request: HttpRequest, employment_id: UUID, as_of: date | None = None) -> Any:
    """The accounts on a day in the order in which they are paid, masked."""
    return listed(queries.employment(by_of(request), employment_id, as_of).banks)


@router.create("/bank-accounts", schemas.BankAccountRow, key=True)
def add_bank_account(request: HttpRequest, given: schemas.NewBankAccount) -> Any:
    """Pay into one more account from a day on; exactly one account takes what remains."""
    values = given.model_dump()
    employment_id, day = values.pop("employment_id"), values.pop("day")
    return _row(services.add_bank_account(by_of(request), employment_id, services.Account(**values), day))


@router.act("/bank-accounts/{account_id}/actions/replace", schemas.BankAccountRow, key=True)
def replace_bank_account(request: HttpRequest, account_id: UUID, given: schemas.BankReplacement) -> Any:
    """Pay into another account instead, from a day on."""
    values = given.model_dump()
    day = values.pop("day")
    return _row(services.replace_bank_account(by_of(request), account_id, services.Account(**values), day))


@router.act("/bank-accounts/{account_id}/actions/close", schemas.BankAccountRow)
def close_bank_account(request: HttpRequest, account_id: UUID, given: schemas.Closing) -> Any:
    """Pay no more into an account from a day on."""
    return _row(services.close_bank_account(by_of(request), account_id, given.day))


def _row(made: Any) -> dict[str, Any]:
    upper = made.valid.upper
    names = (
        "client_id", "employment_id", "scheme", "holder", "last4", "kind", "priority", "split", "split_minor",
        "split_percent",
    )  # fmt: skip
    return {"id": made.pk, "valid_from": made.valid.lower, "valid_to": upper - timedelta(days=1) if upper else None} | {
        name: getattr(made, name) for name in names
    }
