"""Money out: funding, dual release, and what follows until the run is closed."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from openhro.core import clock, jobs, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid
from openhro.core.permission import check_other_person, permit
from openhro.payroll import permissions, register, storage
from openhro.payroll.events import RUN_CLOSED, RUN_FILED, RUN_FUNDED, RUN_PAID, RUN_RELEASED
from openhro.payroll.lines import book_of
from openhro.payroll.models import Calculation, Chunk, Payment, PayRun
from openhro.payroll.queries.money import cash_requirement, tie_out
from openhro.payroll.rules import moves
from openhro.payroll.services import accounts, books, deadlines, files
from openhro.payroll.services.calculate import seal_of
from openhro.payroll.services.payments import Transfer, bank_files, transfers_of
from openhro.payroll.services.runs import check_covered, locked
from openhro.people import queries as people
from openhro.ui.formats import said

FUNDING = ("cleared_funds", "credit_decision")


@transaction.atomic
def confirm_funding(by: Actor, run_id: UUID, *, how: str, reference: str, amount_minor: int) -> PayRun:
    """Record that the money is there (cleared funds), or that somebody decided to pay on credit.

    The amount covers the whole cash requirement, and the client's approver cannot be the one who records it.
    """
    run = locked(run_id)
    permit(by, permissions.RUN_FUND, run)
    state = moves.moved(run.state, "fund")
    if how not in FUNDING:
        raise Invalid("FUNDING_KIND", "Funding is cleared_funds or credit_decision.", field="how")
    if not reference.strip():
        raise Invalid(
            "REFERENCE_REQUIRED",
            "Give the reference of the bank's credit or of the credit decision.",
            field="reference",
        )
    check_other_person(by, *_approved_by(run, "client"))
    required = cash_requirement(by, run_id).total_minor
    if amount_minor < required:
        raise Invalid(
            "FUNDING_SHORT",
            "The amount does not cover the cash requirement of this run; nothing is paid in part.",
            field="amount", detail={"required_minor": required, "given_minor": amount_minor},
        )  # fmt: skip
    run.funding = {
        "how": how, "reference": reference.strip()[:120], "amount_minor": amount_minor, "required_minor": required,
        "by": by.name,
    }  # fmt: skip
    run.funded_at, run.funded_by = clock.now(), by.user
    _save(run, state, "funding", "funded_at", "funded_by")
    deadlines.stop(by, run, "payroll.fund")
    journal.record(by, RUN_FUNDED, run, {"how": how, "amount_minor": amount_minor, "required_minor": required})
    return run


def _approved_by(run: PayRun, step: str) -> list[UUID]:
    return list(run.approvals.filter(step=step, void_at=None).values_list("by", flat=True))


def _save(run: PayRun, state: str, *fields: str) -> None:
    run.state = state
    run.version += 1
    run.save(update_fields=["state", "version", *fields])


@transaction.atomic
def release_run(by: Actor, run_id: UUID) -> PayRun:
    """The second person sends the payments: bank files, journal and register are made, payslips are published.

    Cover by the contract and the seal of the results are checked again. All or nothing: a refusal pays nobody.
    """
    from openhro.payroll import tasks

    run = locked(run_id)
    permit(by, permissions.RUN_RELEASE, run)
    state = moves.moved(run.state, "release")
    check_other_person(by, run.funded_by)
    check_covered(by, run.period)
    calculation = register.sealed(run)
    check_seal(run, calculation)
    payments = _make(by, run, calculation)
    run.released_at, run.released_by = clock.now(), by.user
    _save(run, state, "released_at", "released_by")
    deadlines.stop(by, run, "payroll.release")
    jobs.start(by, tasks.write_payslips, run, kind="payroll.payslips", unit="payslips")
    paid = sum(payment.amount_minor for payment in payments)
    told = {"payments": len(payments), "amount_minor": paid, "hash": bytes(calculation.result_hash).hex()}
    journal.record(by, RUN_RELEASED, run, told)
    return run


def check_seal(run: PayRun, calculation: Calculation) -> None:
    """The three approvals are of exactly these results, and these are the chunks that were sealed."""
    approved = run.approvals.filter(void_at=None).values_list("step", "result_hash")
    held = {step: bytes(value) for step, value in approved}
    hash_ = bytes(calculation.result_hash)
    chunks = Chunk.objects.filter(calculation_id=calculation.pk).order_by("number")
    sealed = seal_of(calculation.pack_version, [bytes(chunk.result_hash) for chunk in chunks])
    if set(held) != set(moves.STEPS) or set(held.values()) != {hash_} or sealed != hash_:
        raise Conflict("RESULTS_CHANGED", "The results are not those that three people approved; nothing was released.")


def _make(by: Actor, run: PayRun, calculation: Calculation) -> list[Payment]:
    """Payments and files of a run, in one pass over the proved rows; files come into their places last."""
    book = book_of(calculation)
    sums, listed = books.Ledger(book, books.cost_centres(by, run)), books.Register(calculation, book)
    transfers: list[Transfer] = []
    paid_to = accounts.Paid(by, run)
    with ExitStack() as drafts:
        draft = drafts.enter_context(storage.Draft(run, f"{run.code}-register.csv"))
        draft.write(listed.head())
        for rows in register.proved_chunks(calculation):
            names = people.names_of(by, run.client_id, rows.ids())
            transfers += transfers_of(by, run, rows, names)
            paid_to.add(rows.keys[rows.state == 0])
            sums.add(rows)
            listed.add(rows, names)
        transfers.sort(key=lambda one: one.row)
        for line in listed.lines():
            draft.write(line)
        accounts.check_unchanged(calculation, paid_to)
        banks, posted = bank_files(run, transfers), books.journal_of(run, sums)
        _check_sums(calculation, transfers, listed.sums)
        payments = Payment.objects.bulk_create([one.payment for one in transfers], batch_size=5_000)
        for bank in banks:
            kept = storage.keep(run, bank.name, [bank.text.encode("ascii")])
            files.record(by, run, "bank", kept, bank.totals)
        if posted:
            kept = storage.keep(run, f"{run.code}-journal.csv", [posted[0].encode()])
            files.record(by, run, "journal", kept, posted[1])
        files.record(by, run, "register", draft.keep(), listed.sums)
    return payments


def _check_sums(calculation: Calculation, transfers: list[Transfer], sums: dict[str, int]) -> None:
    """Payments and register come to the sealed totals; anything else is a fault, and nobody is paid."""
    paid = sum(one.payment.amount_minor for one in transfers)
    sealed = {name: int(calculation.totals.get(f"total:{name}", 0)) for name in books.TOTALS}
    if paid != sealed["net"] or any(sums[name] != value for name, value in sealed.items()):
        raise Conflict(
            "RELEASE_DIFFERENCE", "Payments or register differ from the sealed totals; nothing was released."
        )


@transaction.atomic
def mark_paid(by: Actor, run_id: UUID) -> PayRun:
    """The payments have settled; not before the pay date."""
    run = locked(run_id)
    permit(by, permissions.RUN_CLOSE, run)
    state = moves.moved(run.state, "mark_paid")
    today = clock.today(run.period.group.zone)
    if today < run.period.pay_date:
        raise Conflict("PAY_DATE_AHEAD", f"Payments settle on {said(run.period.pay_date)}; mark the run paid then.")
    settled = Payment.objects.filter(run=run, state__in=["prepared", "sent"]).update(state="settled")
    run.paid_at = clock.now()
    _save(run, state, "paid_at")
    journal.record(by, RUN_PAID, run, {"payments": settled})
    return run


@transaction.atomic
def mark_filed(by: Actor, run_id: UUID, *, filings: dict[str, str]) -> PayRun:
    """Record what was filed under which reference: {"FPS": "the agency's reference"}."""
    run = locked(run_id)
    permit(by, permissions.RUN_CLOSE, run)
    state = moves.moved(run.state, "mark_filed")
    given = {str(name).strip()[:60]: str(reference).strip()[:120] for name, reference in filings.items()}
    if not given or not all(given) or not all(given.values()):
        raise Invalid(
            "REFERENCE_REQUIRED", "Name each filing with the reference under which it was accepted.", field="filings"
        )
    entry: dict[str, Any] = {"filings": given, "by": by.name, "on": str(_today(run))}
    run.filing, run.filed_at = entry, clock.now()
    _save(run, state, "filing", "filed_at")
    journal.record(by, RUN_FILED, run, {"filings": sorted(given)})
    return run


def _today(run: PayRun) -> date:
    return clock.today(run.period.group.zone)


@transaction.atomic
def close_run(by: Actor, run_id: UUID) -> PayRun:
    """The end: only where register, bank files, liabilities and journal tie out and all files are as made."""
    run = locked(run_id)
    permit(by, permissions.RUN_CLOSE, run)
    state = moves.moved(run.state, "close")
    off = [one for one in tie_out(by, run_id, files=True) if not one.holds]
    if off:
        names = ", ".join(one.name for one in off)
        raise Conflict(
            "CLOSE_DIFFERENCE",
            f"The run does not tie out: {names}. Find the difference before you close it.",
            detail=[{"name": one.name, "left": one.left, "right": one.right} for one in off],
        )
    run.closed_at = clock.now()
    _save(run, state, "closed_at")
    journal.record(by, RUN_CLOSED, run)
    return run
