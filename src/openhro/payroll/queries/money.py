"""The money of a run: what it takes to pay it, and whether every book says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from openhro.core.actor import Actor
from openhro.payroll import register, shelf, storage
from openhro.payroll.models import Calculation, Payment, PayRun, RunFile
from openhro.payroll.queries.found import run_of
from openhro.payroll.register import Owed
from openhro.payroll.rules.due import due
from openhro.payroll.rules.split import Share, split
from openhro.people import queries as people


@dataclass(frozen=True, slots=True)
class NetPay:
    """Net pay by one scheme."""

    scheme: str
    payments: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PayeeDue:
    """What a payee is owed by a run, from which lines, and until when. Not `remitted`: it stays with the employer."""

    payee: str
    amount_minor: int
    due: date | None
    because: str
    remitted: bool
    lines: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class CashRequirement:
    """What the client must provide: net pay by scheme, and what others are owed; `total_minor` is both together."""

    currency: str
    pay_date: date
    net_minor: int
    net: tuple[NetPay, ...]
    payees: tuple[PayeeDue, ...]
    total_minor: int


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation of the tie-out: what stands on each side, and whether they are the same."""

    name: str
    left_label: str
    left: int
    right_label: str
    right: int
    money: bool = True

    @property
    def holds(self) -> bool:
        """Both sides are the same."""
        return self.left == self.right


def cash_requirement(by: Actor, run_id: UUID) -> CashRequirement:
    """Net pay and liabilities of a run, from its sealed totals."""
    run = run_of(by, run_id)
    calculation = register.sealed(run)
    net = total(calculation, "net")
    payees = tuple(payees_due(run, calculation))
    # Whom a run leaves with a credit (a refund of tax) sets it off later: it lowers nothing that is due now.
    owed = sum(max(one.amount_minor, 0) for one in payees if one.remitted)
    return CashRequirement(
        run.period.group.currency, run.period.pay_date, net, net_by_scheme(by, run, calculation), payees, net + owed
    )


def total(calculation: Calculation, name: str) -> int:
    """A sealed total: gross, deductions, net, employer."""
    return int(calculation.totals.get(f"total:{name}", 0))


def payees_due(run: PayRun, calculation: Calculation) -> Iterator[PayeeDue]:
    """What each payee is owed, the largest first; what stays with the employer comes last."""
    lines: dict[str, list[Owed]] = {}
    for one in register.owed(calculation):
        if one.payee:
            lines.setdefault(one.payee, []).append(one)
    sums = {payee: sum(one.amount_minor for one in owed) for payee, owed in lines.items()}
    for payee in sorted(sums, key=lambda name: (name == "client", -sums[name], name)):
        when = due(run.period.group.country, payee, run.period.pay_date, sums[payee])
        yield PayeeDue(payee, sums[payee], when.day, when.because, payee != "client", tuple(lines[payee]))


def net_by_scheme(by: Actor, run: PayRun, calculation: Calculation) -> tuple[NetPay, ...]:
    """Net pay by scheme: of the payments once they are made, before that by the accounts that hold on the pay date."""
    sums: dict[str, list[int]] = {}
    rows = Payment.objects.filter(run=run).values("scheme").annotate(n=Count("pk"), amount=Sum("amount_minor"))
    for row in rows:
        sums[row["scheme"]] = [row["n"], row["amount"]]
    if not sums and run.released_at is None:
        sums = _expected(by, run, calculation)
    return tuple(NetPay(scheme, *sums[scheme]) for scheme in sorted(sums))


def _expected(by: Actor, run: PayRun, calculation: Calculation) -> dict[str, list[int]]:
    sums: dict[str, list[int]] = {}
    place, after = register.place_of(calculation), register.FIRST
    while len(rows := register.following(place, after, shelf.CHUNK, "net <> 0")):
        ids = rows.ids()
        shares = people.account_shares(by, run.client_id, ids, run.period.pay_date)
        for employment, net in zip(ids, rows.net.tolist(), strict=True):
            held = shares.get(employment, [])
            parts = split(net, [Share(one.split, one.split_minor, one.split_percent) for one in held]) or [net]
            for scheme, part in zip([one.scheme for one in held] or ["none"], parts, strict=False):
                if part:
                    found = sums.setdefault(scheme, [0, 0])
                    found[0], found[1] = found[0] + 1, found[1] + part
        after = ids[-1]
    return sums


def tie_out(by: Actor, run_id: UUID, *, files: bool = False) -> list[Equation]:
    """Each equation between register, payments, bank files, liabilities and journal; with `files`, their hashes too."""
    run = run_of(by, run_id)
    calculation = register.sealed(run)
    made = list(RunFile.objects.filter(run=run).order_by("kind", "name"))
    found = [*_results(calculation), *_paid(run, calculation, made), *_posted(calculation, made)]
    if files:
        found += [
            Equation(f"file {one.name}", "bytes as made", 1, "bytes now", int(storage.is_unchanged(one)), False)
            for one in made
        ]
    return found


def _results(calculation: Calculation) -> Iterator[Equation]:
    """The sealed totals among themselves, and against the rows as they are stored now."""
    gross, net = total(calculation, "gross"), total(calculation, "net")
    deductions, employer = total(calculation, "deductions"), total(calculation, "employer")
    stored = shelf.totals_of(register.place_of(calculation))
    yield Equation("gross to net", "gross pay", gross, "deductions + net pay", deductions + net)
    yield Equation("sealed gross", "sealed", gross, "stored rows", stored["gross"])
    yield Equation("sealed net", "sealed", net, "stored rows", stored["net"])
    yield Equation("payslips", "sealed", calculation.people, "stored rows", stored["payslips"], False)
    owed = sum(one.amount_minor for one in register.owed(calculation))
    yield Equation(
        "cost",
        "gross pay + employer's costs",
        gross + employer,
        "net pay + liabilities + kept by the employer",
        net + owed,
    )


def _paid(run: PayRun, calculation: Calculation, made: list[RunFile]) -> Iterator[Equation]:
    """Net pay against payments, payments against bank files."""
    payments = Payment.objects.filter(run=run)
    sums: dict[str, Any] = payments.aggregate(amount=Sum("amount_minor"))
    cheques: dict[str, Any] = payments.filter(scheme="cheque").aggregate(amount=Sum("amount_minor"))
    paid, by_cheque = int(sums["amount"] or 0), int(cheques["amount"] or 0)
    yield Equation("payments", "net pay", total(calculation, "net"), "payments", paid)
    banks = sum(int(one.totals["amount_minor"]) for one in made if one.kind == "bank")
    yield Equation("bank files", "payments but cheques", paid - by_cheque, "bank files", banks)


def _posted(calculation: Calculation, made: list[RunFile]) -> Iterator[Equation]:
    """Register, journal and payslips as they were written."""
    kinds = {one.kind: one.totals for one in made}
    listed, posted, slips = kinds.get("register", {}), kinds.get("journal", {}), kinds.get("payslips", {})
    for name in ("gross", "deductions", "net", "employer"):
        yield Equation(f"register {name}", "sealed", total(calculation, name), "register", int(listed.get(name, 0)))
    debit, credit = int(posted.get("debit_minor", 0)), int(posted.get("credit_minor", 0))
    yield Equation("journal", "debits", debit, "credits", credit)
    yield Equation("journal net", "net pay", total(calculation, "net"), "posted", int(posted.get("net_minor", 0)))
    lines = register.owed(calculation)
    owed = sum(one.amount_minor for one in lines if one.payee or one.section == "employer")
    yield Equation("journal liabilities", "owed to payees", owed, "posted", int(posted.get("liability_minor", 0)))
    yield Equation(
        "payslip documents", "payslips", calculation.people, "documents", int(slips.get("documents", 0)), False
    )
