"""Payslips from sealed rows: one builder for one payslip on a page and for a whole run's documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from openhro.core.actor import Actor
from openhro.payroll import engine, register, shelf
from openhro.payroll.engine import Kind, Section
from openhro.payroll.lines import Book, Element, Part, book_of, opened_as
from openhro.payroll.models import Calculation, OpeningBalance, Payment, PayRun
from openhro.people import queries as people
from openhro.ui.formats import said

Sums = dict[UUID, dict[str, tuple[Part, int]]]
_PRINTED = {
    "gb": ("tax_code_used", "tax_non_cumulative", "ni_letter", "student_loan_plan"),
    "us": ("w4_status", "w4_step2", "work_state", "home_state", "state_status"),
}
"""The facts that the country's payslips show; of another pack, everything that is not left at its default."""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line: this period's amount and the year to date, minor units; `rate` is in major units for one unit."""

    key: str
    label: str
    amount_minor: int
    to_date_minor: int
    units: Decimal | None = None
    unit: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EmployerView:
    """The legal employer as the run's contract named it when the run opened; in co-employment with the work site's."""

    name: str
    address: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    worksite: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """Where a part of net pay goes."""

    scheme: str
    account: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PayslipView:
    """A payslip as its reader sees it. `facts` are what the tax was worked out from, `balances` the pack's totals.

    `counted_from`: the year began with an old system whose gross pay is not known, so earnings count from that day.
    """

    run_id: UUID
    run_code: str
    state: str
    employment_id: UUID
    person_id: UUID
    name: str
    number: str
    job_title: str
    department: str
    address: tuple[str, ...]
    national_id: str
    employer: EmployerView
    pay_date: date
    start: date
    end: date
    period_number: int
    frequency: str
    country: str
    currency: str
    facts: tuple[tuple[str, str], ...]
    earnings: tuple[SlipLine, ...]
    pretax: tuple[SlipLine, ...]
    taxes: tuple[SlipLine, ...]
    posttax: tuple[SlipLine, ...]
    employer_costs: tuple[SlipLine, ...]
    gross_minor: int
    deductions_minor: int
    net_minor: int
    employer_minor: int
    balances: tuple[tuple[str, int], ...]
    payments: tuple[Paid, ...]
    counted_from: date | None
    result_hash: str


@dataclass(slots=True)
class Sheet:
    """What the slips of one run share; made once for a page or for a whole run."""

    run: PayRun
    calculation: Calculation
    book: Book
    before: list[tuple[shelf.Place, Book]]
    employer: EmployerView
    openings: dict[UUID, OpeningBalance] = field(default_factory=dict)

    @classmethod
    def of(cls, run: PayRun) -> Sheet:
        """For a run with sealed results, with its period, group and client at hand."""
        calculation = register.sealed(run)
        before = [(register.place_of(one), book_of(one)) for one in register.tax_year_before(run)]
        return cls(run, calculation, book_of(calculation), before, employer_of(run))

    def slips(self, by: Actor, rows: shelf.Rows) -> list[PayslipView]:
        """The payslips of some rows, in their order; who was left out of the run has none."""
        ids = rows.ids()
        paid = [i for i, state in enumerate(rows.state.tolist()) if not state]
        if not paid:
            return []
        who = people.printed(by, self.run.client_id, [ids[i] for i in paid], self.run.period.pay_date)
        to_date, first_years = self._to_date(rows), self._opening([ids[i] for i in paid])
        sent = self._payments([ids[i] for i in paid])
        now = sums_of(self.book, rows)
        found = []
        for i in paid:
            lines = _merged(self.book, now.get(ids[i], {}), to_date.get(ids[i], {}))
            extra = self._opened(ids[i], lines) if ids[i] in first_years else {}
            sections = _by_section(self, rows, i, lines, extra)
            sections[Section.EARNING] += self._gross_before(ids[i])
            found.append(self._slip(rows, i, who[ids[i]], sections, sent.get(ids[i], ())))
        return found

    def _to_date(self, rows: shelf.Rows) -> Sums:
        """Sums of the tax year's earlier payslips, of the employments between the first row and the last."""
        ids, found = rows.ids(), Sums()
        for place, book in self.before:
            held = register.between(place, ids[0], ids[-1])
            for employment, lines in sums_of(book, held).items():
                mine = found.setdefault(employment, {})
                for key, (part, amount) in lines.items():
                    mine[key] = (part, amount + (mine[key][1] if key in mine else 0))
        return found

    def _opening(self, employments: list[UUID]) -> set[UUID]:
        """Whose year began with an old system: the last opening balance of this tax year counts."""
        pack = self.book.pack
        first = engine.year_start(self.run.period.pay_date, pack.tax_year)
        held = OpeningBalance.objects.filter(employment_id__in=employments, pack=pack.code, as_of__gte=first)
        self.openings = {
            one.employment_id: one for one in held.filter(as_of__lt=self.run.period.pay_date).order_by("as_of")
        }
        return set(self.openings)

    def _opened(self, employment: UUID, lines: Mapping[str, Any]) -> dict[str, int]:
        """The old system's figures by line: each balance goes to the first line that it is the total of."""
        values, extra = dict(self.openings[employment].values), {}
        for key, (part, _now, _year) in lines.items():
            name = opened_as(self.book.pack, part.column)
            if part.element is None and name in values:
                extra[key] = engine.encoded(self.book.pack.code, name, values.pop(name))
        return extra

    def _gross_before(self, employment: UUID) -> tuple[SlipLine, ...]:
        """What the old system paid in this tax year, as an earning of the year to date alone."""
        opening = self.openings.get(employment)
        if opening is None or engine.GROSS not in opening.values:
            return ()
        gross = engine.balance(self.book.pack, engine.GROSS, opening.values[engine.GROSS])
        label = _("Paid until %(day)s by the payroll before") % {"day": said(opening.as_of)}
        return (SlipLine(f"opening:{engine.GROSS}", label, 0, gross),) if gross else ()

    def _payments(self, employments: list[UUID]) -> dict[UUID, tuple[Paid, ...]]:
        found: dict[UUID, tuple[Paid, ...]] = {}
        held = Payment.objects.filter(run=self.run, employment_id__in=employments).order_by("trace", "pk")
        for row in held.values_list("employment_id", "scheme", "masked", "amount_minor"):
            found[row[0]] = (*found.get(row[0], ()), Paid(*row[1:]))
        return found

    def _slip(
        self, rows: shelf.Rows, i: int, who: people.Printed, lines: dict[Section, tuple[SlipLine, ...]],
        sent: tuple[Paid, ...],
    ) -> PayslipView:  # fmt: skip
        run, period, group = self.run, self.run.period, self.run.period.group
        opening = self.openings.get(who.named.employment_id)
        return PayslipView(
            run.pk, run.code, run.state, who.named.employment_id, who.named.person_id, who.named.name,
            who.named.number, who.job_title, who.department, who.address, who.national_id, self.employer,
            period.pay_date, period.start, period.end, period.number, group.frequency, group.country, group.currency,
            facts_of(self.book, rows, i), lines[Section.EARNING], lines[Section.PRETAX], lines[Section.TAX],
            (*lines[Section.ORDER], *lines[Section.POSTTAX]), lines[Section.EMPLOYER], int(rows.gross[i]),
            int(rows.deductions[i]), int(rows.net[i]), int(rows.employer[i]), balances_of(self.book, rows, i), sent,
            date.fromordinal(opening.as_of.toordinal() + 1) if opening and engine.GROSS not in opening.values else None,
            bytes(self.calculation.result_hash).hex(),
        )  # fmt: skip


def sums_of(book: Book, rows: shelf.Rows) -> Sums:
    """Every line that is not nothing, of each paid employment."""
    ids, found = rows.ids(), Sums()
    states = rows.state.tolist()
    for part in book.parts(rows):
        for i in part.amounts.nonzero()[0].tolist():
            if not states[i]:
                found.setdefault(ids[i], {})[part.key] = (part, int(part.amounts[i]))
    return found


def _merged(
    book: Book, now: dict[str, tuple[Part, int]], before: dict[str, tuple[Part, int]]
) -> dict[str, tuple[Part, int, int]]:
    """Lines of this period and of the year, in the pack's order and within a line in the client's."""
    order = {column.name: i for i, column in enumerate(book.pack.results)}
    parts = {key: part for key, (part, _) in (*before.items(), *now.items())}
    keys = sorted(parts, key=lambda key: _place(order, parts[key]))
    amount = {key: value for key, (_, value) in now.items()}
    earlier = {key: value for key, (_, value) in before.items()}
    return {key: (parts[key], amount.get(key, 0), amount.get(key, 0) + earlier.get(key, 0)) for key in keys}


def _place(order: Mapping[str, int], part: Part) -> tuple[int, int, str]:
    return order[part.column.name], part.element.place if part.element else -1, part.key


def _by_section(
    sheet: Sheet, rows: shelf.Rows, i: int, lines: Mapping[str, tuple[Part, int, int]], extra: Mapping[str, int]
) -> dict[Section, tuple[SlipLine, ...]]:
    found: dict[Section, tuple[SlipLine, ...]] = dict.fromkeys(Section, ())
    for key, (part, amount, to_date) in lines.items():
        section = part.column.section
        assert section is not None
        units, rate = _measured(sheet.book, rows, i, part.element, amount)
        unit = part.element.unit if part.element and units is not None else ""
        line = SlipLine(key, part.label, amount, to_date + extra.get(key, 0), units, unit, rate)
        found[section] = (*found[section], line)
    return found


def _measured(
    book: Book, rows: shelf.Rows, i: int, element: Element | None, amount: int
) -> tuple[Decimal | None, Decimal | None]:
    """Hours or pieces of a line, and what one of them came to."""
    if element is None or element.unit not in ("hours", "units"):
        return None, None
    units = int(book.units(rows, element)[i])
    if not units:
        return None, None
    digits = engine.decimals(book.pack.currency)
    rate = (Decimal(amount) * 10_000 / units).scaleb(-digits).quantize(Decimal(1).scaleb(-digits - 2))
    return Decimal(units).scaleb(-4).normalize() + Decimal(0), rate


def facts_of(book: Book, rows: shelf.Rows, i: int) -> tuple[tuple[str, str], ...]:
    """The sealed facts that the country's payslips show."""
    pack, layout = book.pack, book.layout
    names: Iterable[str] = _PRINTED.get(pack.code) or [c.name for c in engine.facts(pack)]
    found = []
    for name in names:
        if name in layout.facts:
            value = int(rows.facts[i, layout.facts.index(name)])
        elif name in layout.amounts:
            value = int(rows.amounts[i, layout.amounts.index(name)])
        else:
            continue
        column = pack.column(name)
        if value != (column.default or 0) or (column.kind is Kind.FACT and name in ("ni_letter", "w4_status")):
            found.append((column.label, engine.decode(column, value, pack.currency)))
    return tuple(found)


def balances_of(book: Book, rows: shelf.Rows, i: int) -> tuple[tuple[str, int], ...]:
    """The pack's running totals, this pay counted."""
    totals = [column for column in book.pack.results if column.section is Section.ACCUMULATOR]
    at = {name: k for k, name in enumerate(book.layout.amounts)}
    pairs = [(column.label, int(rows.amounts[i, at[column.name]])) for column in totals if column.name in at]
    return tuple((label, value) for label, value in pairs if value)


def employer_of(run: PayRun) -> EmployerView:
    """The employer of a run's snapshot."""
    held: dict[str, Any] = run.employer
    numbers = held.get("tax_ids") or {}
    lines = tuple(line.strip() for line in str(held.get("address", "")).splitlines() if line.strip())
    site = held.get("worksite") or {}
    return EmployerView(
        str(held.get("name", "")), lines, tuple((str(name), str(value)) for name, value in sorted(numbers.items())),
        str(site.get("name", "")) if isinstance(site, dict) else "",
    )  # fmt: skip
