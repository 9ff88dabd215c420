"""The replies about what a run came to: results, changes, money, files, payslips and their explanation."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import Field

from openhro.core.rest import Reply


class Result(Reply):
    """One person's result."""

    employment_id: UUID
    number: str
    name: str
    state: str = Field(description="paid or left out.")
    gross_minor: int
    deductions_minor: int
    net_minor: int
    employer_minor: int
    change_minor: int | None = Field(description="Net pay against the run before; null for who was not in it.")


class Results(Reply):
    """Some results in stored order, and the run they are compared with."""

    items: list[Result]
    next: str | None
    currency: str
    against: str


class RunProblem(Reply):
    """An error, which leaves its person out, or a warning, which wants an answer."""

    id: UUID
    employment_id: UUID | None
    number: str = ""
    name: str = ""
    severity: str
    code: str
    message: str
    field: str
    answer: str
    answered_at: datetime | None


class Change(Reply):
    """A change of one line against the run before."""

    id: UUID
    employment_id: UUID
    number: str = ""
    name: str = ""
    line: str
    label: str = ""
    prior_minor: int
    current_minor: int
    change_minor: int | None = None
    percent_hundredths: int | None = None
    reason: str
    detail: str
    needs_answer: bool
    answer: str
    answered_at: datetime | None


class Changes(Reply):
    """Some changes, those without a reason first, and the counts by reason."""

    items: list[Change]
    next: str | None
    reasons: dict[str, int]
    open: int
    against: str


class Walk(Reply):
    """The headcount walk: what came is added to the opening, what went is taken off, `unexplained` has its sign."""

    opening: int
    hires: int
    moved_in: int
    returned: int = Field(description="Left out last time, paid now.")
    leavers: int
    moved_out: int
    refused: int
    unexplained: int = Field(description="Who came less who went for no reason that the facts give.")
    paid: int
    against: str


class RunApproval(Reply):
    """One person's yes to exactly these results."""

    step: str
    by: UUID
    by_name: str
    at: datetime
    note: str
    result_hash: str
    is_void: bool
    void_reason: str
    left_out: int = Field(description="The preparer: so many people are left out, or have lines that are not paid.")
    left_out_why: str


class RunFile(Reply):
    """A file of the run; `readable`: one may download it."""

    id: UUID
    kind: str
    name: str
    size: int
    sha256: str
    totals: dict[str, Any]
    made_at: datetime
    readable: bool


class NetPay(Reply):
    """Net pay by one scheme."""

    scheme: str
    payments: int
    amount_minor: int


class OwedLine(Reply):
    """A line that is owed to a payee."""

    section: str
    column: str
    label: str
    amount_minor: int


class PayeeDue(Reply):
    """What a payee is owed, from which lines, and until when."""

    payee: str
    amount_minor: int
    due: date | None
    because: str
    remitted: bool = Field(description="False: it stays with the employer.")
    lines: list[OwedLine]


class CashRequirement(Reply):
    """What the client must provide."""

    currency: str
    pay_date: date
    net_minor: int
    net: list[NetPay]
    payees: list[PayeeDue]
    total_minor: int


class Equation(Reply):
    """One equation of the tie-out; both sides are minor units where `money` is true, else counts."""

    name: str
    left_label: str
    left: int
    right_label: str
    right: int
    money: bool
    holds: bool


class OwnPayslip(Reply):
    """One line of one's own payslips."""

    run_id: UUID
    employment_id: UUID
    employer: str
    pay_date: date
    start: date
    end: date
    gross_minor: int
    net_minor: int
    currency: str


class SlipLine(Reply):
    """This period's amount and the year to date."""

    key: str
    label: str
    amount_minor: int
    to_date_minor: int
    units: Decimal | None
    unit: str
    rate: Decimal | None = Field(description="In major units for one unit.")
    from_here: bool = Field(description="The year to date counts from `counted_from` only.")


class PrintedEmployer(Reply):
    """The legal employer as the contract named it when the run opened."""

    name: str
    address: list[str]
    identifiers: list[tuple[str, str]]
    worksite: str


class SlipPayment(Reply):
    """Where a part of net pay goes."""

    scheme: str
    account: str
    amount_minor: int


class Payslip(Reply):
    """A payslip as its reader sees it."""

    run_id: UUID
    run_code: str
    state: str
    employment_id: UUID
    person_id: UUID
    name: str
    number: str
    job_title: str
    department: str
    address: list[str]
    national_id: str
    employer: PrintedEmployer
    pay_date: date
    start: date
    end: date
    period_number: int
    frequency: str
    country: str
    currency: str
    facts: list[tuple[str, str]]
    earnings: list[SlipLine]
    pretax: list[SlipLine]
    taxes: list[SlipLine]
    posttax: list[SlipLine]
    employer_costs: list[SlipLine]
    gross_minor: int
    deductions_minor: int
    net_minor: int
    employer_minor: int
    balances: list[tuple[str, int]]
    payments: list[SlipPayment]
    counted_from: date | None = Field(
        description="The first pay day here, where an old system's part of the year is not known of some line."
    )
    result_hash: str


class ExplainStep(Reply):
    """One line of the worksheet; `text` is the value as its reader writes it."""

    line: str
    label: str
    value: int
    unit: str
    text: str
    formula: str
    rounding: str
    cite: str = Field(description="The law.")


class ExplainSection(Reply):
    """A part of the worksheet."""

    title: str
    steps: list[ExplainStep]


class Explanation(Reply):
    """Why this cent. `exact`: every last figure is the sealed one; `differs` names the lines where it is not."""

    run_id: UUID
    employment_id: UUID
    currency: str
    pack: str
    pack_version: str
    sections: list[ExplainSection]
    exact: bool
    differs: list[str]
