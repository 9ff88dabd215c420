"""Payments of a run: net pay split over each person's accounts, and the bank file of each scheme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection

from openhro.core import clock
from openhro.core.actor import Actor
from openhro.core.calendars import add_business_days, banking_days
from openhro.core.errors import Conflict, Invalid
from openhro.payroll import shelf
from openhro.payroll.models import Payment, PayRun, RunFile
from openhro.payroll.rules.split import Share, split
from openhro.people import queries as people
from openhro.ui.formats import said
from paycalc.formats import bacs18, nacha, pain001
from paycalc.formats.records import FormatError

_SECRET_CODES = ("routing", "sort_code", "account_number", "account")
_SERIAL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Transfer:
    """A payment with what the bank file needs of it. The full numbers live no longer than the release."""

    payment: Payment
    to: people.Payee
    number: str
    row: int


@dataclass(frozen=True, slots=True)
class BankFile:
    """The file of one scheme, and its control totals as read back from the text."""

    scheme: str
    name: str
    text: str
    totals: dict[str, Any]


def transfers_of(by: Actor, run: PayRun, rows: shelf.Rows, names: dict[UUID, people.Named]) -> list[Transfer]:
    """The transfers of some rows, each with its row's place in the run's order. Zero net pay makes none.

    A person without an account is refused.
    """
    nets = dict(zip(rows.ids(), np.where(rows.state == 0, rows.net, 0).tolist(), strict=True))
    paid = [employment for employment, net in nets.items() if net]
    places = dict(zip(rows.ids(), rows.row.tolist(), strict=True))
    accounts: dict[UUID, list[people.Payee]] = {}
    for payee in people.payees(by, run.client_id, paid, run.period.pay_date):
        accounts.setdefault(payee.employment_id, []).append(payee)
    if missing := [employment for employment in paid if employment not in accounts]:
        raise _no_account(missing)
    made: list[Transfer] = []
    for employment in paid:
        held = accounts[employment]
        parts = split(nets[employment], [Share(one.split, one.split_minor, one.split_percent) for one in held])
        if parts is None:
            raise _no_account([employment])
        for payee, amount in zip(held, parts, strict=True):
            if amount:
                at = places[employment]
                made.append(Transfer(_payment(run, payee, amount), payee, names[employment].number, at))
    return made


def _no_account(employments: list[UUID]) -> Conflict:
    return Conflict(
        "BANK_MISSING",
        f"{len(employments)} people have no bank account for all of their net pay on the pay date. Enter it, then "
        "release again.",
        detail={"employments": [str(one) for one in employments[:50]]},
    )


def _payment(run: PayRun, payee: people.Payee, amount: int) -> Payment:
    return Payment(
        client_id=run.client_id, run=run, employment_id=payee.employment_id, bank_account_id=payee.account_id,
        scheme=payee.scheme, amount_minor=amount, currency=run.period.group.currency,
        masked=f"•••• {payee.last4}" if payee.last4 else "",
    )  # fmt: skip


def bank_files(run: PayRun, transfers: list[Transfer]) -> list[BankFile]:
    """The bank file of each scheme; each payment gets its reference in the file. Cheques need no file."""
    made = []
    for scheme in sorted({one.payment.scheme for one in transfers} - {"cheque"}):
        if scheme not in _WRITERS:
            raise Invalid("SCHEME_UNSUPPORTED", f"Payments by {scheme} cannot be written yet; give another account.")
        mine = [one for one in transfers if one.payment.scheme == scheme]
        try:
            file = _WRITERS[scheme](run, mine)
        except FormatError as refused:
            told = "An account or name cannot be written in it." if refused.code in _SECRET_CODES else refused.message
            raise Invalid(
                "BANK_FILE", f"The {scheme} file cannot be made: {told}", field=refused.field, detail=refused.code
            ) from None
        _check_totals(file, mine)
        made.append(file)
    return made


def _check_totals(file: BankFile, mine: list[Transfer]) -> None:
    expected = (len(mine), sum(one.payment.amount_minor for one in mine))
    if (file.totals["entries"], file.totals["amount_minor"]) != expected:
        raise Conflict(
            "BANK_FILE_DIFFERS", f"The {file.scheme} file does not sum to the payments; nothing was released."
        )


def originator(run: PayRun, scheme: str, *required: str) -> dict[str, str]:
    """The paying account of a scheme: `{"bacs": {...}}`, or the fields alone where the group pays by one scheme."""
    held = json.loads(str(run.period.group.originator) or "{}")
    fields: dict[str, str] = held[scheme] if isinstance(held.get(scheme), dict) else held
    if missing := [name for name in required if not fields.get(name)]:
        raise Invalid(
            "ORIGINATOR_MISSING",
            f"The pay group's paying account for {scheme} lacks: {', '.join(missing)}. Complete it, then release.",
            field="originator",
        )
    return fields


def _nacha(run: PayRun, mine: list[Transfer]) -> BankFile:
    """PPD credits of one batch, with the offset debit where the group's bank wants a balanced file.

    The bank sends them on the banking day before the effective date at the latest: same-day entries are not made.
    """
    given = originator(run, "ach", "destination", "origin", "company_name", "company_id")
    pay_date, now = run.period.pay_date, clock.now().astimezone(ZoneInfo(run.period.group.zone))
    processing = add_business_days(pay_date, -1, banking_days("US"))
    if processing < now.date():
        raise _too_late("ACH", pay_date, processing)
    file = nacha.File(
        given["destination"], given["origin"], now.replace(tzinfo=None), (_batch(given, pay_date, mine),),
        _modifier(run, now.date()), destination_name=given.get("destination_name", ""),
        origin_name=given.get("origin_name") or given["company_name"],
    )  # fmt: skip
    text = nacha.write(file)
    written = nacha.read(text).batches[0].entries[: len(mine)]
    for one, entry in zip(mine, written, strict=True):
        one.payment.trace = entry.trace
    control = nacha.totals(file)
    totals = {
        "scheme": "ach", "entries": len(written), "amount_minor": sum(entry.amount for entry in written),
        "hash": f"{control.hash:010d}", "debit_minor": control.debit, "credit_minor": control.credit,
        "effective": pay_date.isoformat(), "created": now.date().isoformat(), "modifier": file.modifier,
    }  # fmt: skip
    return BankFile("ach", f"{run.code}-ach.txt", text, totals)


def _batch(given: dict[str, str], pay_date: date, mine: list[Transfer]) -> nacha.Batch:
    """The batch of a file, with the offset debit where the paying account names one."""
    offset = None
    if given.get("offset_account"):
        routing = given.get("offset_routing") or given["destination"]
        offset = nacha.Offset(routing, given["offset_account"], given["company_name"])
    entries = tuple(
        nacha.Entry(
            one.to.routing, one.to.account, one.payment.amount_minor, one.to.holder, one.number[:15],
            "32" if one.to.kind == "savings" else "22",
        )
        for one in mine
    )  # fmt: skip
    return nacha.Batch(
        given["company_name"], given["company_id"], given.get("description") or "PAYROLL", pay_date,
        given.get("odfi") or given["destination"][:8], entries, offset, descriptive_date=f"{pay_date:%y%m%d}",
    )  # fmt: skip


def _modifier(run: PayRun, day: date) -> str:
    """The letter by which a bank tells the day's files of one sender apart; without it the second is refused."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"ach:{run.client_id}"])
    made = RunFile.objects.filter(
        client_id=run.client_id, kind="bank", totals__scheme="ach", totals__created=day.isoformat()
    )
    used = set(made.values_list("totals__modifier", flat=True))
    free = next((letter for letter in _SERIAL[10:] + _SERIAL[:10] if letter not in used), None)
    if free is None:
        raise Conflict(
            "BANK_FILES_OF_A_DAY", f"{len(used)} ACH files were made on {said(day)} already; release tomorrow."
        )
    return free


def _bacs(run: PayRun, mine: list[Transfer]) -> BankFile:
    """Credits that are processed on the banking day before the pay date; the contra debits the paying account."""
    given = originator(run, "bacs", "sun", "sort_code", "account", "name")
    pay_date, today = run.period.pay_date, clock.today(run.period.group.zone)
    processing = add_business_days(pay_date, -1, banking_days("GB"))
    if processing < today:
        raise _too_late("Bacs", pay_date, processing)
    serial = _serial(run)
    credits_ = tuple(
        bacs18.Credit(
            bacs18.Account(one.to.routing.replace("-", ""), one.to.account, one.to.holder), one.payment.amount_minor,
            given.get("reference") or f"SALARY {pay_date:%d%m%y}",
        )
        for one in mine
    )  # fmt: skip
    paying = bacs18.Account(given["sort_code"].replace("-", ""), given["account"], given["name"])
    made = bacs18.Submission(serial, given["sun"], given["name"], paying, today, processing, credits_)
    text = bacs18.write(made)
    written = bacs18.read(text)
    for number, one in enumerate(mine, 1):
        one.payment.trace = f"{serial}-{number:07d}"
    totals = {
        "scheme": "bacs", "entries": len(written.credits), "amount_minor": written.total, "serial": serial,
        "processing": processing.isoformat(),
    }  # fmt: skip
    return BankFile("bacs", f"{run.code}-bacs.txt", text, totals)


def _sepa(run: PayRun, mine: list[Transfer]) -> BankFile:
    """Credit transfers that are debited on the TARGET day before the pay date.

    A payee's bank has them by the end of the business day after the order (PSD2 art. 83; BGB s. 675s (1)), so an order
    for the pay date itself could come a day late.
    """
    given, group = originator(run, "sepa", "iban", "name"), run.period.group
    if group.currency != "EUR":
        raise Invalid("CURRENCY_MIX", f"SEPA pays in EUR, and {group.code} in {group.currency}.", field="originator")
    pay_date, created = run.period.pay_date, clock.now().astimezone(ZoneInfo(group.zone))
    execution = add_business_days(pay_date, -1, banking_days("DE"))
    if execution < created.date():
        raise _too_late("SEPA", pay_date, execution)
    number = f"SALA-{pay_date:%Y%m%d}-{_serial(run)}"
    transfers = tuple(
        pain001.Transfer(
            pain001.Party(one.to.holder, one.to.account, one.to.routing), one.payment.amount_minor,
            f"{number}-{place:07d}", given.get("reference") or f"SALARY {pay_date:%Y-%m}",
        )
        for place, one in enumerate(mine, 1)
    )  # fmt: skip
    debtor = pain001.Party(given["name"], given["iban"].replace(" ", ""), given.get("bic", ""))
    moment = created.replace(tzinfo=None, microsecond=0)
    text = pain001.write(pain001.Message(number, moment, debtor, execution, transfers))
    written = pain001.read(text)
    for one, sent in zip(mine, written.transfers, strict=True):
        one.payment.trace = sent.reference
    totals = {
        "scheme": "sepa", "entries": len(written.transfers), "amount_minor": written.total, "message": number,
        "execution": execution.isoformat(),
    }  # fmt: skip
    return BankFile("sepa", f"{run.code}-pain001.xml", text, totals)


def _too_late(scheme: str, pay_date: date, processing: date) -> Conflict:
    return Conflict(
        "BANK_CUTOFF_PASSED",
        f"{scheme} processes a payment of {said(pay_date)} on {said(processing)}, which has passed. "
        "Pay by another scheme.",
        detail={"processing": processing.isoformat()},
    )


def _serial(run: PayRun) -> str:
    """Six characters of the run's own id: the same for a repeated release, and new for every other run."""
    number, text = int.from_bytes(hashlib.sha256(run.pk.bytes).digest()[:5]), ""
    while len(text) < 6:
        number, digit = divmod(number, 36)
        text += _SERIAL[digit]
    return text if text != "000000" else "000001"


_WRITERS: dict[str, Callable[[PayRun, list[Transfer]], BankFile]] = {"ach": _nacha, "bacs": _bacs, "sepa": _sepa}

__all__ = ["BankFile", "Transfer", "bank_files", "originator", "transfers_of"]
