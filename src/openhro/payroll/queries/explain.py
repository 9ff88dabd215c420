"""Why this cent: the worksheet behind a payslip, filled in from its sealed facts, and how its pay lines came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

import numpy as np
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from openhro.core.actor import Actor
from openhro.payroll import engine, shelf
from openhro.payroll.engine import Dates
from openhro.payroll.lines import Book, book_of
from openhro.payroll.models import Membership, PayInput, PayRun, RecurringElement
from openhro.payroll.queries.payslips import readable_row
from openhro.payroll.rules import pay
from openhro.people import queries as people
from openhro.ui import formats
from paycalc.trace import Step


@dataclass(frozen=True, slots=True)
class ExplainStep:
    """One line of the worksheet; `text` is the value as its reader writes it.

    A line that is a result has the result's name as its `key`: the column's, or element:<code>.
    """

    line: str
    label: str
    value: int
    unit: str
    text: str
    formula: str = ""
    rounding: str = ""
    cite: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ExplainSection:
    """A part of the worksheet."""

    title: str
    steps: tuple[ExplainStep, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole of it. `exact`: every last figure is the sealed one; `differs` names the lines where it is not."""

    run_id: UUID
    employment_id: UUID
    currency: str
    pack: str
    pack_version: str
    sections: tuple[ExplainSection, ...]
    differs: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """The worksheet ends in the payslip's own figures."""
        return not self.differs


def explain(by: Actor, run_id: UUID, employment_id: UUID) -> Explanation:
    """The steps of one payslip: first the client's own lines, then the pack's worksheet on the sealed facts."""
    run, rows = readable_row(by, run_id, employment_id)
    assert run.calculation is not None
    book = book_of(run.calculation)
    facts = {name: rows.facts[:, i] for i, name in enumerate(book.layout.facts)}
    period = run.period
    steps = engine.explain(book.pack, facts, 0, Dates(period.pay_date, period.start, period.end))
    own = tuple(_own_lines(by, run, book, rows, employment_id))
    parts = [ExplainSection(title, tuple(_step(one, book) for one in group)) for title, group in _sections(steps)]
    if own:
        parts.insert(0, ExplainSection(_("How the pay of the period came about"), own))
    return Explanation(
        run.pk, employment_id, book.pack.currency, book.pack.name, run.calculation.pack_version, tuple(parts),
        tuple(_differing(steps, book, rows)),
    )  # fmt: skip


def _sections(steps: list[Step]) -> Iterator[tuple[str, Iterator[Step]]]:
    return groupby(steps, key=lambda step: step.section)


def _step(one: Step, book: Book) -> ExplainStep:
    is_result = one.line == "="
    formula, key = ("", one.formula) if is_result else (one.formula, "")
    return ExplainStep(
        one.line, one.label, one.value, one.unit, one.text(book.pack.currency), formula, one.rounding, one.cite, key
    )


def _differing(steps: list[Step], book: Book, rows: shelf.Rows) -> Iterator[str]:
    """The result lines whose figure in the worksheet is not the sealed one, which a changed pack could cause."""
    last = {step.formula: step.value for step in steps if step.line == "="}
    for i, name in enumerate(book.layout.amounts):
        if last.get(name, int(rows.amounts[0, i])) != int(rows.amounts[0, i]):
            yield name


def _own_lines(by: Actor, run: PayRun, book: Book, rows: shelf.Rows, who: UUID) -> Iterator[ExplainStep]:
    """The platform's own steps: salary for the days worked, recurring lines, units times rate."""
    for elements in book.elements.values():
        for element in elements:
            amount = int(rows.elements[0, element.place])
            if not amount:
                continue
            if element.unit == "salary":
                yield from _salary(by, run, book, who)
            yield from _given(run, book, who, element.code)
            how = _("sum of the steps above")
            yield replace(_money(book, "=", element.name, amount, formula=how), key=f"element:{element.code}")


def _money(book: Book, line: str, label: str, value: int, *, formula: str = "", rounding: str = "") -> ExplainStep:
    return ExplainStep(
        line, label, value, "money", engine.money_text(value, book.pack.currency), formula, rounding
    )  # fmt: skip


def _count(label: str, value: int) -> ExplainStep:
    return ExplainStep("", label, value, "count", str(value))


def _salary(by: Actor, run: PayRun, book: Book, who: UUID) -> Iterator[ExplainStep]:
    """The yearly salary over the periods of the year, for the days worked; each version of the terms by itself."""
    period, group = run.period, run.period.group
    terms = [
        one for one in people.terms_of(by, run.client_id, who, period.start, period.end) if one.basis != "hourly"
    ]  # fmt: skip
    job = people.names_of(by, run.client_id, [who])[who]
    stays = _days_in_group(run, who)
    for one in terms:
        annual = one.amount_minor * pay.PER_YEAR[one.basis]
        worked, whole = _days_paid(run, job, stays, one)
        full = int(pay.full_pay(np.array([annual], np.int64), group.frequency)[0])
        since = formats.day(one.first, formats.current_locale())
        yield _money(book, "", _("Yearly salary from %(day)s on") % {"day": since}, annual)
        yield _count(_("Pay periods in a year"), pay.PERIODS_YEAR[group.frequency])
        yield _money(
            book, "", _("Pay of a whole period"), full, formula=_("yearly salary / periods"), rounding=_("half up")
        )
        yield _count(_("Days of the period"), whole)
        yield _count(_("Days paid"), worked)
        if len(terms) == 1 and worked < whole:
            days = np.array([worked], np.int64)
            part = int(pay.salary(np.array([annual], np.int64), group.frequency, days, whole)[0])
            how = _("pay of a whole period x days paid / days")
            yield _money(book, "", _("Pay of the days"), part, formula=how, rounding=_("half up"))


def _days_paid(run: PayRun, job: people.Named, stays: list[DateRange], terms: people.Terms) -> tuple[int, int]:
    """Days that the group paid by one version of the terms, over all stretches of days, and those of the period."""
    period = run.period
    firsts = [max(job.start, terms.first, stay.lower) for stay in stays]
    lasts = [_earliest(job.end, terms.until, stay.upper) for stay in stays]
    days, whole = pay.days_paid(
        period.group.day_rule, np.array(firsts, "datetime64[D]"),
        np.array([last or "NaT" for last in lasts], "datetime64[D]"), np.datetime64(period.start),
        np.datetime64(period.end),
    )  # fmt: skip
    return int(days.sum()), whole


def _earliest(last: date | None, *untils: date | None) -> date | None:
    days = [last, *(until - timedelta(days=1) for until in untils if until)]
    return min((day for day in days if day), default=None)


def _days_in_group(run: PayRun, who: UUID) -> list[DateRange]:
    """The stretches of days on which the run's group pays somebody."""
    period = run.period
    days = DateRange(period.start, period.end + timedelta(days=1))
    held = Membership.objects.filter(group=period.group, employment_id=who, valid__overlap=days).order_by("valid")
    return list(held.values_list("valid", flat=True)) or [DateRange(date.min, None)]


def _given(run: PayRun, book: Book, who: UUID, code: str) -> Iterator[ExplainStep]:
    """Recurring amounts and this period's inputs of an element."""
    held = RecurringElement.objects.filter(
        client_id=run.client_id, employment_id=who, element__code=code, element__pack=book.pack.code,
        valid__contains=run.period.end,
    )  # fmt: skip
    for amount in held.values_list("amount_minor", flat=True):
        yield _money(book, "", _("Every period"), amount)
    lines = PayInput.objects.filter(
        period=run.period, employment_id=who, element__code=code, superseded_at=None, removed=False
    )
    for line in lines.order_by("made_at", "pk"):
        label = line.note or _("Given for this period (%(id)s)") % {"id": line.external_id}
        if line.amount_minor is not None:
            yield _money(book, "", label, line.amount_minor)
        elif line.units is not None:
            rate = engine.money_text(line.rate_minor, book.pack.currency) if line.rate_minor is not None else ""
            how = _("units x %(rate)s") % {"rate": rate} if rate else _("units x hourly rate of the pay terms")
            scaled = int(line.units * 10_000)
            yield ExplainStep("", label, scaled, "units/10000", f"{line.units.normalize():f}", how)
