"""Payslips from sealed rows: one builder for one payslip on a page and for a whole run's documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from openhro.core.actor import Actor
from openhro.payroll import engine, register, shelf
from openhro.payroll.engine import Section
from openhro.payroll.lines import Book, Element, Part, book_of
from openhro.payroll.models import Calculation, Payment, PayRun
from openhro.payroll.queries.year import Before, Lines, Year, sums_of, years
from openhro.people import queries as people

OPENED_GROSS = f"opening:{engine.GROSS}"
"""The line of what the old system paid."""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line: this period's amount and the year to date, minor units; `rate` is in major units for one unit.

    `from_here`: what an old system took or paid of it is not known, so its year to date counts from `counted_from`.
    """

    key: str
    label: str
    amount_minor: int
    to_date_minor: int
    units: Decimal | None = None
    unit: str = ""
    rate: Decimal | None = None
    from_here: bool = False


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

    `counted_from`: the first pay day here of a year that began with an old system, where a line counts from then on.
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

    def is_whole(self, lines: Iterable[SlipLine]) -> bool:
        """Whether the lines' years to date sum to that of the whole year; earnings do where gross pay is known."""
        held = list(lines)
        return not any(one.from_here for one in held) or any(one.key == OPENED_GROSS for one in held)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the slips of one run share; made once for a page or for a whole run."""

    run: PayRun
    calculation: Calculation
    book: Book
    before: list[Before]
    employer: EmployerView

    @classmethod
    def of(cls, run: PayRun) -> Sheet:
        """For a run with sealed results, with its period, group and client at hand."""
        calculation = register.sealed(run)
        before = [Before.of(one, book_of(one)) for one in register.tax_year_before(run)]
        return cls(run, calculation, book_of(calculation), before, employer_of(run))

    def slips(self, by: Actor, rows: shelf.Rows) -> list[PayslipView]:
        """The payslips of some rows, in their order; who was left out of the run has none."""
        ids = rows.ids()
        paid = [i for i, state in enumerate(rows.state.tolist()) if not state]
        if not paid:
            return []
        who = people.printed(by, self.run.client_id, [ids[i] for i in paid], self.run.period.pay_date)
        sent, held = self._payments([ids[i] for i in paid]), sums_of(self.book, rows)
        now = {ids[i]: held.get(ids[i], {}) for i in paid}
        year = years(self.run, self.book.pack, self.before, now)
        found = []
        for i in paid:
            sections = _by_section(self, rows, i, _merged(self.book, now[ids[i]], year[ids[i]].sums), year[ids[i]])
            sections[Section.EARNING] += _gross_before(self.book.pack, year[ids[i]])
            marked = any(one.from_here for lines in sections.values() for one in lines)
            counted_from = (year[ids[i]].first or self.run.period.pay_date) if marked else None
            found.append(self._slip(rows, i, who[ids[i]], sections, (sent.get(ids[i], ()), counted_from)))
        return found

    def _payments(self, employments: list[UUID]) -> dict[UUID, tuple[Paid, ...]]:
        found: dict[UUID, tuple[Paid, ...]] = {}
        held = Payment.objects.filter(run=self.run, employment_id__in=employments).order_by("trace", "pk")
        for row in held.values_list("employment_id", "scheme", "masked", "amount_minor"):
            found[row[0]] = (*found.get(row[0], ()), Paid(*row[1:]))
        return found

    def _slip(
        self, rows: shelf.Rows, i: int, who: people.Printed, lines: dict[Section, tuple[SlipLine, ...]],
        rest: tuple[tuple[Paid, ...], date | None],
    ) -> PayslipView:  # fmt: skip
        run, period, group = self.run, self.run.period, self.run.period.group
        return PayslipView(
            run.pk, run.code, run.state, who.named.employment_id, who.named.person_id, who.named.name,
            who.named.number, who.job_title, who.department, who.address, who.national_id, self.employer,
            period.pay_date, period.start, period.end, period.number, group.frequency, group.country, group.currency,
            facts_of(self.book, rows, i), lines[Section.EARNING], lines[Section.PRETAX], lines[Section.TAX],
            (*lines[Section.ORDER], *lines[Section.POSTTAX]), lines[Section.EMPLOYER], int(rows.gross[i]),
            int(rows.deductions[i]), int(rows.net[i]), int(rows.employer[i]), balances_of(self.book, rows, i), *rest,
            bytes(self.calculation.result_hash).hex(),
        )  # fmt: skip


def _gross_before(pack: engine.Pack, year: Year) -> tuple[SlipLine, ...]:
    """What the old system paid in this tax year, as an earning of the year to date alone."""
    if not year.gross or year.opening is None:
        return ()
    gross = engine.balance(pack, engine.GROSS, year.gross)
    label = _("Paid until %(day)s by the payroll before") % {"day": year.opening.as_of.isoformat()}
    return (SlipLine(OPENED_GROSS, label, 0, gross),) if gross else ()


def _merged(book: Book, now: Lines, before: Lines) -> dict[str, tuple[Part, int, int]]:
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
    sheet: Sheet, rows: shelf.Rows, i: int, lines: Mapping[str, tuple[Part, int, int]], year: Year
) -> dict[Section, tuple[SlipLine, ...]]:
    found: dict[Section, tuple[SlipLine, ...]] = dict.fromkeys(Section, ())
    for key, (part, amount, to_date) in lines.items():
        section = part.column.section
        assert section is not None
        units, rate = _measured(sheet.book, rows, i, part.element, amount)
        unit = part.element.unit if part.element and units is not None else ""
        from_here = year.is_from_here(sheet.book.pack, part)
        line = SlipLine(key, part.label, amount, to_date, units, unit, rate, from_here)
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
    rate = (Decimal(amount) * 10_000 / units).scaleb(-digits)
    rate = rate.quantize(Decimal(1).scaleb(-digits - 2), ROUND_HALF_UP)
    return Decimal(units).scaleb(-4).normalize() + Decimal(0), rate


def facts_of(book: Book, rows: shelf.Rows, i: int) -> tuple[tuple[str, str], ...]:
    """The sealed facts that the pack's payslips name; of a pack that names none, what was given about the person."""
    pack, layout = book.pack, book.layout
    always, if_set = list(pack.printed), list(pack.printed_if_set)
    if not (always or if_set):
        always = [one.name for one in engine.facts(pack) if one.default is None]
        if_set = [one.name for one in engine.facts(pack) if one.default is not None]
    found = []
    for name in (*always, *if_set):
        if name in layout.facts:
            value = int(rows.facts[i, layout.facts.index(name)])
        elif name in layout.amounts:
            value = int(rows.amounts[i, layout.amounts.index(name)])
        else:
            continue
        column = pack.column(name)
        if value != column.default if name in if_set else engine.decode(column, value, pack.currency):
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
