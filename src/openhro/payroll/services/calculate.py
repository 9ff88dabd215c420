"""The calculation: chunks of paycalc onto the shelf, then one seal. Killed anywhere, it goes on where it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import transaction

from openhro.core import bulk, clock, journal
from openhro.core.actor import Actor
from openhro.core.jobs import Aside, Progress, Silent, Steps
from openhro.core.scope import scope
from openhro.payroll import engine, shelf
from openhro.payroll.events import RUN_CALCULATED
from openhro.payroll.models import Calculation, Chunk, PayRun, Problem
from openhro.payroll.register import place_of
from openhro.payroll.rules import moves
from openhro.payroll.rules.validation import NOTICED, Finding
from openhro.payroll.services import accounts
from openhro.payroll.services.facts import Texts
from openhro.payroll.services.gather import gather
from openhro.payroll.services.plan import Order, Plan, Snapshot, members_of, plan_of, stretches
from openhro.payroll.services.variance import Comparison

THREADS = 2


@dataclass(slots=True)
class Found:
    """What a calculation found besides its rows, gathered stretch by stretch."""

    findings: list[Finding]
    paid: accounts.Paid
    comparison: Comparison


def carry_out(by: Actor, calculation_id: UUID, progress: Progress | None = None) -> None:
    """Do what is left of a calculation. Not one transaction: each chunk is stored by itself, then all is sealed.

    All facts are read as they were at one moment. A resumed calculation works everything out again and keeps the chunks
    that are stored, unless facts have changed since: then it begins anew.
    """
    with scope(by):
        calculation = _load(calculation_id)
        if calculation.state != "computing":
            return
        people = members_of(calculation.run)
        _prepare(by, calculation, people)
    try:
        found = _worked_out(by, calculation, people, progress)
        if found is None:  # facts have changed since the chunks that are there were stored
            with scope(by):
                shelf.discard(place_of(calculation))
            found = _worked_out(by, calculation, people, progress)
        assert found is not None  # nothing is stored now that could differ
        with scope(by):
            _seal(by, calculation_id, found)
    finally:
        with scope(by):
            _clear_away(by, calculation_id)


def _worked_out(by: Actor, calculation: Calculation, people: int, progress: Progress | None) -> Found | None:
    if progress:
        progress.phase(people, "payslips", "")
    with scope(by, steady=True), Aside(progress) if progress else Silent() as steps:
        return _all_stretches(by, calculation, steps)


def _load(calculation_id: UUID) -> Calculation:
    return Calculation.objects.select_related("run__period__group", "run__client").get(pk=calculation_id)


def _prepare(by: Actor, calculation: Calculation, people: int) -> None:
    """Fix shelf and layout on the first attempt; the elements behind a layout may have changed since."""
    layout = plan_of(by, calculation.run).layout.manifest()
    if calculation.shelf and calculation.manifest != layout:
        shelf.discard(place_of(calculation))
        calculation.shelf = 0
    if not calculation.shelf:
        calculation.shelf = shelf.shelf_for(people, calculation.run.period.pay_date)
    calculation.manifest = layout
    calculation.save(update_fields=["shelf", "manifest"])


def _all_stretches(by: Actor, calculation: Calculation, steps: Steps) -> Found | None:
    """Work out every stretch and store its chunk; None where what is stored already is not the same."""
    plan = plan_of(by, calculation.run)
    order, texts, place = Order(plan), Texts(plan.pack), place_of(calculation)
    found = Found([], accounts.Paid(by, calculation.run), Comparison(plan, calculation))
    stored = shelf.stored_chunks(place)
    for stretch in stretches(plan):
        snapshot = gather(plan, texts, stretch)
        rows, problems = compute(plan, order, snapshot)
        there = stored.pop(stretch.number, None)
        if there is not None and there != shelf.digests(rows):
            return None
        if there is None and len(rows):
            shelf.load(place, stretch.number, rows)
        found.findings += snapshot.findings + problems
        marks = found.paid.add(rows.keys[rows.state == 0])
        if plan.last is not None:
            found.findings += accounts.new_accounts(marks, plan.last.run, stretch)
        found.comparison.add(stretch, snapshot, rows)
        steps.add(len(rows))
    return None if stored else found


def compute(plan: Plan, order: Order, snapshot: Snapshot) -> tuple[shelf.Rows, list[Finding]]:
    """The payslips of a snapshot. A row with an error has zeros; the others are untouched by it."""
    count = len(snapshot.ids)
    slips = engine.run(plan.pack, snapshot.columns, plan.dates, spread=engine.Spread(workers=THREADS))
    wrong = np.array([p.row for p in slips.problems], np.int64)
    problems = [
        Finding.error(who, p.code.upper(), _sentence(p.sentence), p.column)
        for who, p in zip(bulk.uuids(snapshot.ids[wrong]), slips.problems, strict=True)
    ]
    state = snapshot.refused.astype(np.int64)
    state[wrong] = 1
    paid = (state == 0).astype(np.int64)
    results = {name: slips.columns[name] * paid for name in plan.layout.amounts}
    problems += _noticed(plan, snapshot, results)
    gross, deductions, net, employer = engine.sums(plan.pack, results)
    employment = np.ascontiguousarray(snapshot.ids).view(np.uint8).reshape(count, 16)
    facts = np.stack([snapshot.columns[name] for name in plan.layout.facts], axis=1)
    amounts = np.stack([results[name] for name in plan.layout.amounts], axis=1)
    elements = snapshot.elements * paid[:, None]
    places = order.places(snapshot.ids)
    return shelf.Rows(employment, state, gross, deductions, net, employer, facts, amounts, elements, places), problems


def _noticed(plan: Plan, snapshot: Snapshot, results: dict[str, engine.Ints]) -> list[Finding]:
    """What the pack found besides: pay below the minimum wage, orders and deductions that a limit left untaken."""
    found = []
    for one in NOTICED:
        if one.column not in results:
            continue
        rows = results[one.column] > 0
        for who, minor in zip(bulk.uuids(snapshot.ids[rows]), results[one.column][rows].tolist(), strict=True):
            told = one.message.format(amount=f"{engine.money_text(minor, plan.pack.currency)} {plan.pack.currency}")
            found.append(Finding.warning(who, one.code, told, one.column))
    return found


def seal_of(pack_version: str, chunks: list[bytes]) -> bytes:
    """The hash of all results: what approvals are bound to, and what a release checks again."""
    return hashlib.sha256(pack_version.encode() + b"".join(chunks)).digest()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


@transaction.atomic
def _seal(by: Actor, calculation_id: UUID, found: Found) -> None:
    """Totals, problems and variances; then the seal, and the run moves on. Doing it twice does it once."""
    run = PayRun.objects.select_for_update().get(calculations=calculation_id)
    calculation = _load(calculation_id)
    if calculation.state != "computing":
        return
    shelf.finish(place_of(calculation))
    _add_up(calculation)
    calculation.accounts_hash = found.paid.seal()
    Problem.objects.bulk_create(
        (
            Problem(
                client_id=run.client_id, calculation=calculation, employment_id=f.employment_id, severity=f.severity,
                code=f.code, message=f.message[:300], field=f.field,
            )
            for f in dict.fromkeys(found.findings)
        ),
        batch_size=2_000,
    )  # fmt: skip
    calculation.walk = found.comparison.store()
    calculation.state, calculation.sealed_at = "sealed", clock.now()
    calculation.save()
    run.calculation, run.state = calculation, moves.moved(run.state, "calculate")
    run.version += 1
    run.save(update_fields=["calculation", "state", "version"])
    data = {"calculation": calculation.pk, "people": calculation.people, "refused": calculation.refused}
    journal.record(by, RUN_CALCULATED, run, data | {"hash": calculation.result_hash.hex()})


@transaction.atomic
def _clear_away(by: Actor, calculation_id: UUID) -> None:
    """Where the run was unlocked meanwhile, a chunk may have been stored after its rows were discarded."""
    run = PayRun.objects.select_for_update().get(calculations=calculation_id)
    void = run.calculations.filter(pk=calculation_id, state="void", sealed_at=None).first()
    if void is not None and void.shelf:
        shelf.discard(place_of(void))


def _add_up(calculation: Calculation) -> None:
    """Heads, totals and hashes of all chunks."""
    totals: dict[str, int] = {}
    pack = engine.pack(calculation.pack)
    # Codes and days are results too, but their sum says nothing.
    uncounted = {column.name for column in pack.results if column.type is not engine.Type.MONEY}
    chunks = list(Chunk.objects.filter(calculation_id=calculation.pk).order_by("number"))
    for chunk in chunks:
        for name in chunk.totals.keys() - uncounted:
            totals[name] = totals.get(name, 0) + chunk.totals[name]
    calculation.refused = totals.pop("refused", 0)
    calculation.people = sum(chunk.rows for chunk in chunks) - calculation.refused
    calculation.totals = totals
    calculation.input_hash = hashlib.sha256(b"".join(bytes(chunk.input_hash) for chunk in chunks)).digest()
    calculation.result_hash = seal_of(calculation.pack_version, [bytes(chunk.result_hash) for chunk in chunks])
