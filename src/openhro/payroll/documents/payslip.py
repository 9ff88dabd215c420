"""What a payslip says. Amounts are int minor units of `currency`; units and rates are `Decimal`.

The document is complete in itself: names, words and masked numbers arrive as they are to be printed. `check` refuses a
slip whose lines do not sum to its net pay, or whose payments do not: such a slip is never printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openhro.core.documents import Brand, DocumentError


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, such as a tax code, a W-4 filing status or a registration number."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Employer:
    """The legal employer, with its address lines and its tax registrations."""

    name: str
    address: tuple[str, ...] = ()
    identifiers: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Employee:
    """The person paid. `national_id` is masked already; `facts` are what the tax was computed from."""

    name: str
    number: str
    address: tuple[str, ...] = ()
    national_id: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """When: the pay date, the period's first and last day, its number in the year, its frequency in words."""

    pay_date: date
    start: date
    end: date
    number: str
    frequency: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: this period's amount and the year to date; earnings may have units (`unit` names them) and a rate.

    `from_here`: the year to date counts from the document's `counted_from` only.
    """

    label: str
    amount: int
    to_date: int
    units: Decimal | None = None
    unit: str = ""
    rate: Decimal | None = None
    from_here: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """Where a part of the net pay goes: a masked account, and the amount."""

    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words that the slip prints; a caller gives them in the reader's language."""

    title: str = "Payslip"
    employee: str = "Employee"
    employer: str = "Employer"
    employee_number: str = "Employee no."
    national_id: str = "National ID"
    pay_date: str = "Pay date"
    period_number: str = "Period no."
    frequency: str = "Frequency"
    net_pay: str = "Net pay"
    earnings: str = "Earnings"
    deductions: str = "Deductions"
    taxes: str = "Taxes and contributions"
    units: str = "Units"
    rate: str = "Rate"
    this_period: str = "This period"
    to_date: str = "Year to date"
    total: str = "Total"
    paid_to: str = "Paid to"
    amount: str = "Amount"
    employer_costs: str = "Paid by your employer"
    issued: str = "Issued"
    run: str = "Run"
    counted: str = "Since {day}, the first pay day here. What the payroll before counted is not in it."


@dataclass(frozen=True, slots=True)
class PayslipDocument:
    """One payslip.

    `language` is a BCP 47 tag, `direction` ltr or rtl, `country` ISO 3166 (it decides Letter or A4), `run_hash` the
    sealed run's, `day` the date of the document. `counted_from` explains the lines that are marked `from_here`;
    `gross_known`: their sum is whole all the same, because one line holds all that was earned before.
    """

    brand: Brand
    employer: Employer
    employee: Employee
    period: Period
    earnings: tuple[Line, ...]
    taxes: tuple[Line, ...]
    deductions: tuple[Line, ...]
    net_pay: int
    currency: str
    country: str
    run_hash: str
    day: date
    payments: tuple[Payment, ...] = ()
    employer_costs: tuple[Line, ...] = ()
    messages: tuple[str, ...] = ()
    counted_from: date | None = None
    gross_known: bool = True
    language: str = "en-GB"
    direction: str = "ltr"
    words: Words = field(default_factory=Words)


def check(document: PayslipDocument) -> None:
    """Raise `DocumentError`: direction, name, not_minor_units, net_differs, payments_differ."""
    if document.direction not in ("ltr", "rtl"):
        raise DocumentError("direction", f"Direction is ltr or rtl, not '{document.direction}'.")
    if not document.employee.name.strip() or not document.employer.name.strip():
        raise DocumentError("name", "A payslip names its employee and its legal employer.")
    _check_minor_units(document)
    net = _sum(document.earnings) - _sum(document.taxes) - _sum(document.deductions)
    if net != document.net_pay:
        message = f"The lines give a net pay of {net}, but the slip states {document.net_pay} (minor units)."
        raise DocumentError("net_differs", message)
    paid = sum(payment.amount for payment in document.payments)
    if document.payments and paid != document.net_pay:
        message = f"The payments sum to {paid}, but the net pay is {document.net_pay} (minor units)."
        raise DocumentError("payments_differ", message)


def _check_minor_units(document: PayslipDocument) -> None:
    lines = (*document.earnings, *document.taxes, *document.deductions, *document.employer_costs)
    amounts: list[object] = [document.net_pay, *(payment.amount for payment in document.payments)]
    for line in lines:
        amounts += [line.amount, line.to_date]
    for amount in amounts:
        if not isinstance(amount, int) or isinstance(amount, bool):
            raise DocumentError("not_minor_units", f"Amounts are whole minor units, not {amount!r}.")


def _sum(lines: tuple[Line, ...]) -> int:
    return sum(line.amount for line in lines)
