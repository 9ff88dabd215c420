"""The calculation: chunks of paycalc onto the shelf, then one seal. Killed anywhere, it goes on where it was."""

from __future__ import annotations

import hashlib
from uuid import UUID

import numpy as np
from django.db import transaction

from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.jobs import Progress
from openhro.core.scope import scope
from openhro.payroll import engine, shelf
from openhro.payroll.events import RUN_CALCULATED
from openhro.payroll.models import Calculation, Chunk, PayRun, Problem
from openhro.payroll.rules import moves
from openhro.payroll.rules.validation import Finding
from openhro.payroll.services import accounts
from openhro.payroll.services.gather import Snapshot, gather, place_of
from openhro.payroll.services.variance import build_variances

THREADS = 2


def carry_out(by: Actor, calculation_id: UUID, progress: Progress | None = None) -> None:
    """Do what is left of a calculation. Not one transaction: each chunk is stored by itself, then all is sealed."""
    with scope(by):
        calculation = _load(calculation_id)
        if calculation.state != "computing":
            return
        snapshot = gather(by, calculation.run)
    prepared = _prepare(by, calculation, snapshot)
    if progress:
        progress.total(len(snapshot.ids), "payslips")
    with scope(by):
        findings = list(snapshot.findings)
        done = shelf.stored_chunks(prepared)
    order = snapshot.order()
    for number, first in enumerate(range(0, len(snapshot.ids), shelf.CHUNK)):
        last = min(first + shelf.CHUNK, len(snapshot.ids))
        rows, problems = compute(calculation.pack, snapshot, order[first:last], first)
        findings += problems
        if number not in done:
            with scope(by):
                shelf.load(prepared, number, rows)
        if progress:
            progress.add(last - first)
    with scope(by):
        shelf.finish(prepared)
        _seal(by, calculation_id, snapshot, findings)


def _load(calculation_id: UUID) -> Calculation:
    return Calculation.objects.select_related("run__period__group", "run__client").get(pk=calculation_id)


def _prepare(by: Actor, calculation: Calculation, snapshot: Snapshot) -> shelf.Place:
    """Fix shelf and fingerprint on the first attempt; on a later one throw stored chunks away if the inputs moved."""
    fingerprint = snapshot.hash()
    with scope(by):
        if bytes(calculation.input_hash) not in (b"", fingerprint):
            shelf.discard(place_of(calculation))
            calculation.shelf = 0
        if not calculation.shelf:
            calculation.shelf = shelf.shelf_for(len(snapshot.ids), snapshot.dates.pay)
        calculation.manifest = snapshot.layout.manifest()
        calculation.input_hash = fingerprint
        calculation.save(update_fields=["shelf", "manifest", "input_hash"])
    return place_of(calculation)


def compute(code: str, snapshot: Snapshot, order: engine.Ints, first: int) -> tuple[shelf.Rows, list[Finding]]:
    """The payslips of as many rows of a snapshot as have a place in `order`, from the first of them on.

    A row with an error has zeros; the others are untouched by it.
    """
    pack, last = engine.pack(code), first + len(order)
    columns = {name: values[first:last] for name, values in snapshot.columns.items()}
    slips = engine.run(pack, columns, snapshot.dates, spread=engine.Spread(workers=THREADS))
    ids = snapshot.ids[first:last]
    problems = [Finding.error(ids[p.row], p.code.upper(), _sentence(p.sentence), p.column) for p in slips.problems]
    state = np.zeros(last - first, np.int64)
    state[[p.row for p in slips.problems]] = 1
    refused = {f.employment_id for f in snapshot.findings if f.severity == "error"}
    state[[i for i, employment in enumerate(ids) if employment in refused]] = 1
    paid = (state == 0).astype(np.int64)
    results = {name: slips.columns[name] * paid for name in snapshot.layout.amounts}
    gross, deductions, net, employer = engine.sums(pack, results)
    employment = np.frombuffer(b"".join(i.bytes for i in ids), np.uint8).reshape(-1, 16)
    facts = np.stack([columns[name] for name in snapshot.layout.facts], axis=1)
    amounts = np.stack([results[name] for name in snapshot.layout.amounts], axis=1)
    elements = snapshot.elements[first:last] * paid[:, None]
    return shelf.Rows(employment, state, gross, deductions, net, employer, facts, amounts, elements, order), problems


def seal_of(pack_version: str, chunks: list[bytes]) -> bytes:
    """The hash of all results: what approvals are bound to, and what a release checks again."""
    return hashlib.sha256(pack_version.encode() + b"".join(chunks)).digest()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


@transaction.atomic
def _seal(by: Actor, calculation_id: UUID, snapshot: Snapshot, findings: list[Finding]) -> None:
    """Totals, problems and variances; then the seal, and the run moves on. Doing it twice does it once."""
    run = PayRun.objects.select_for_update().get(calculations=calculation_id)
    calculation = _load(calculation_id)
    if calculation.state != "computing":
        return
    chunks = list(Chunk.objects.filter(calculation_id=calculation_id).order_by("number"))
    totals: dict[str, int] = {}
    for chunk in chunks:
        for name, value in chunk.totals.items():
            totals[name] = totals.get(name, 0) + value
    calculation.refused = totals.pop("refused", 0)
    calculation.people, calculation.totals = len(snapshot.ids) - calculation.refused, totals
    calculation.result_hash = seal_of(calculation.pack_version, [bytes(chunk.result_hash) for chunk in chunks])
    calculation.accounts_hash, changed = accounts.looked_at(by, run, snapshot.ids, findings)
    findings = [*findings, *changed]
    Problem.objects.bulk_create(
        Problem(
            client_id=run.client_id, calculation=calculation, employment_id=f.employment_id, severity=f.severity,
            code=f.code, message=f.message[:300], field=f.field,
        )
        for f in dict.fromkeys(findings)
    )  # fmt: skip
    calculation.walk = build_variances(by, calculation, snapshot)
    calculation.state, calculation.sealed_at = "sealed", clock.now()
    calculation.save()
    run.calculation, run.state = calculation, moves.moved(run.state, "calculate")
    run.version += 1
    run.save(update_fields=["calculation", "state", "version"])
    data = {"calculation": calculation.pk, "people": calculation.people, "refused": calculation.refused}
    journal.record(by, RUN_CALCULATED, run, data | {"hash": calculation.result_hash.hex()})
