"""The register and the general-ledger journal of a run, both gathered in one pass over the sealed rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import numpy as np

from openhro.core.actor import Actor
from openhro.core.errors import Conflict
from openhro.payroll import engine, register, shelf
from openhro.payroll.engine import Ints
from openhro.payroll.lines import SHOWN, Book, Part
from openhro.payroll.models import Calculation, PayRun
from openhro.payroll.rules import ledger
from openhro.people import queries as people
from paycalc import money
from paycalc.formats import journal
from paycalc.formats.records import FormatError

TOTALS = ("gross", "deductions", "net", "employer")


def cost_centres(by: Actor, run: PayRun) -> dict[UUID, str]:
    """The cost centre of each employment of the run's employer: the last one within the period."""
    group, period = run.period.group, run.period
    employer = group.entity_id or group.provider_entity_id
    assert employer is not None
    rows = people.assignments(by, employer, period.start, period.end, client_id=run.client_id)
    return {row.employment_id: row.cost_centre for row in rows}


class Ledger:
    """Sums of every line by payee and cost centre."""

    def __init__(self, book: Book, centres: dict[UUID, str]) -> None:
        self.book, self.centres = book, centres
        self.sums: dict[tuple[str, str, str], tuple[Part, int]] = {}
        self.net = 0

    def add(self, rows: shelf.Rows) -> None:
        """Add the paid rows of a chunk; rows that were left out are zero and add nothing."""
        names = [self.centres.get(employment, "") for employment in rows.ids()]
        known = sorted(set(names))
        place = {name: i for i, name in enumerate(known)}
        at = np.array([place[name] for name in names], np.int64)
        self.net += int(rows.net[rows.state == 0].sum())
        for part in self.book.parts(rows):
            if part.amounts.any():
                for payee, mask in self._payees(part, rows):
                    self._add(part, payee, np.where(mask, part.amounts, 0), at, known)

    def _payees(self, part: Part, rows: shelf.Rows) -> Iterator[tuple[str, Any]]:
        """Who is owed a line, and in which rows."""
        fact = register.fact_of(part.column)
        if fact is None:
            yield part.column.payee or "", np.True_
            return
        values = rows.facts[:, self.book.layout.facts.index(fact)]
        for value in np.unique(values[part.amounts != 0]):
            text = engine.decode(self.book.pack.column(fact), int(value), self.book.pack.currency)
            yield register.payee_of(part.column, {fact: text}), values == value

    def _add(self, part: Part, payee: str, amounts: Ints, at: Ints, known: list[str]) -> None:
        sums = np.zeros(len(known), np.int64)
        np.add.at(sums, at, amounts)
        for centre, amount in zip(known, sums.tolist(), strict=True):
            key = (part.key, payee, centre)
            before = self.sums[key][1] if key in self.sums else 0
            self.sums[key] = (part, before + amount)

    def postings(self) -> Iterator[ledger.Posting]:
        """Everything that the journal posts."""
        for (_, payee, centre), (part, amount) in sorted(self.sums.items(), key=lambda item: item[0]):
            label = part.label if register.fact_of(part.column) is None else f"{part.label} ({payee})"
            yield ledger.Posting(
                str(part.column.section), part.column.name, label, payee, centre, amount,
                part.element.gl_account if part.element else "",
            )  # fmt: skip
        yield ledger.Posting("net", "net_pay", "Net pay", "", "", self.net)


def journal_of(run: PayRun, sums: Ledger) -> tuple[str, dict[str, Any]] | None:
    """The journal as CSV with its control totals; None for a run without an amount. It balances, or nothing is made."""
    group = run.period.group
    entries = ledger.entries(sums.postings(), group.accounts)
    if not entries:
        return None
    lines = tuple(
        journal.JournalLine(e.account, max(e.amount, 0), max(-e.amount, 0), e.cost_centre, e.memo) for e in entries
    )
    decimals = money.decimals(group.currency)
    made = journal.Journal(
        run.period.pay_date, run.code, group.currency, lines, str(run.employer.get("name", "")), decimals
    )
    try:
        text = journal.write_csv(made)
        read = journal.read_csv(text, decimals)
    except FormatError as refused:
        raise Conflict("JOURNAL", f"The journal cannot be made: {refused.message}") from None
    posted = dict.fromkeys(("earning", "employer", "kept", "liability", "net"), 0)
    for entry, line in zip(entries, read.lines, strict=True):
        posted[entry.kind] += line.credit - line.debit
    sums_ = {f"{kind}_minor": amount for kind, amount in posted.items()}
    return text, {"lines": len(read.lines), "debit_minor": read.debit, "credit_minor": read.credit, **sums_}


class Register:
    """The register as CSV: one row a person in the run's order, one column a line that anybody in the run has."""

    def __init__(self, calculation: Calculation, book: Book) -> None:
        self.pack, self.layout = book.pack, book.layout
        self.columns = [c for c in self.pack.results if c.section in SHOWN and calculation.totals.get(c.name)]
        self.sums = dict.fromkeys(("rows", "payslips", *TOTALS), 0)
        self.held: list[tuple[int, bytes]] = []

    def head(self) -> bytes:
        """The first line, with the mark by which spreadsheets know UTF-8."""
        titles = ["Number", "Name", "Status", *(c.label for c in self.columns), "Gross", "Deductions", "Net pay"]
        return b"\xef\xbb\xbf" + _csv([[*titles, "Employer costs", "Currency"]])

    def lines(self) -> Iterator[bytes]:
        """What was added, in the run's order."""
        for _row, line in sorted(self.held):
            yield line

    def add(self, rows: shelf.Rows, names: dict[UUID, people.Named]) -> None:
        """The lines of a chunk, and their sums for the control totals."""
        at = [self.layout.amounts.index(column.name) for column in self.columns]
        amounts, totals = rows.amounts[:, at].tolist(), [getattr(rows, name).tolist() for name in TOTALS]
        states, places = rows.state.tolist(), rows.row.tolist()
        for i, employment in enumerate(rows.ids()):
            named = names[employment]
            sums = [total[i] for total in totals]
            texts = [money.format(value, self.pack.currency) for value in (*amounts[i], *sums)]
            status = "left out" if states[i] else "paid"
            who = [journal.guard(named.number), journal.guard(named.name)]
            self.held.append((places[i], _csv([[*who, status, *texts, self.pack.currency]])))
            self._count(states[i], sums)

    def _count(self, state: int, sums: list[int]) -> None:
        self.sums["rows"] += 1
        if not state:
            self.sums["payslips"] += 1
            for name, value in zip(TOTALS, sums, strict=True):
                self.sums[name] += value


def _csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode()
