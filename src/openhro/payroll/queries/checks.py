"""What is to be looked at before a run goes on: inputs, problems, changes, the walk, approvals; and its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core.actor import Actor
from openhro.core.errors import check_choice
from openhro.core.paging import foreign_cursor
from openhro.core.permission import may
from openhro.payroll import engine, permissions
from openhro.payroll.models import Approval, LateInput, PayElement, PayInput, PayRun, Problem, RunFile, Variance
from openhro.payroll.queries.found import cursor_id, run_of
from openhro.payroll.rules.variance import REASONS, WALK
from openhro.people import queries as people

PAGE = 100
UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class InputRow:
    """One line that came in for the period."""

    id: UUID
    employment_id: UUID
    number: str
    name: str
    element: str
    external_id: str
    units: Decimal | None
    rate_minor: int | None
    amount_minor: int | None
    note: str
    version: int
    source: str
    made_at: datetime
    element_id: UUID
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class InputPage:
    """Some inputs, how many there are in all, how many came late, and the cursor of those that follow."""

    rows: list[InputRow]
    count: int
    late: int
    next: str | None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """An error, which leaves its person out, or a warning, which wants an answer; `line` is the field in words."""

    id: UUID
    employment_id: UUID | None
    number: str
    name: str
    severity: str
    code: str
    message: str
    field: str
    answer: str
    answered_at: datetime | None
    answered_by: str = ""
    person_id: UUID | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class VarianceRow:
    """A change of one line against the run before; `percent` is in hundredths, None where there was nothing before."""

    id: UUID
    employment_id: UUID
    number: str
    name: str
    line: str
    label: str
    prior_minor: int
    current_minor: int
    change_minor: int
    percent_hundredths: int | None
    reason: str
    detail: str
    needs_answer: bool
    answer: str
    answered_at: datetime | None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class VariancePage:
    """Some changes, the counts by reason ("unexplained" among them), and the cursor of those that follow."""

    rows: list[VarianceRow]
    reasons: dict[str, int]
    open: int
    against: str
    next: str | None


@dataclass(frozen=True, slots=True)
class Walk:
    """The headcount walk: opening + hires + moved_in + returned - leavers - moved_out - refused + unexplained = paid.

    `unexplained` are those who came less those who went for no reason that the facts give.
    """

    opening: int
    hires: int
    moved_in: int
    returned: int
    leavers: int
    moved_out: int
    refused: int
    unexplained: int
    paid: int
    against: str

    def steps(self) -> list[tuple[str, int]]:
        """What leads from the opening to who is paid, with signs; what seldom happens is shown where it did."""
        seldom = [
            (_("Moved here"), self.moved_in), (_("Paid again"), self.returned), (_("Moved away"), -self.moved_out),
            (_("No reason yet"), self.unexplained),
        ]  # fmt: skip
        always = [(_("Joined"), self.hires), (_("Left"), -self.leavers), (_("Left out"), -self.refused)]
        return [*always, *((label, people_) for label, people_ in seldom if people_)]


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """One person's yes to these results; `is_void`: the run was unlocked afterwards.

    `people` and `net_minor` are what the results said that this person saw, by the calculation of that number. The
    preparer says how many people are left out of them, and why.
    """

    step: str
    by: UUID
    by_name: str
    at: datetime
    note: str
    result_hash: str
    is_void: bool
    void_reason: str
    people: int = 0
    net_minor: int = 0
    calculation: int = 0
    left_out: int = 0
    left_out_why: str = ""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the run; `readable`: this actor may download it."""

    id: UUID
    kind: str
    name: str
    size: int
    sha256: str
    totals: dict[str, Any]
    made_at: datetime
    readable: bool


def inputs_of_run(by: Actor, run_id: UUID, cursor: str | None = None, limit: int = PAGE) -> InputPage:
    """The living inputs of the run's period, in the order in which they came."""
    run = run_of(by, run_id)
    rows = PayInput.objects.filter(period=run.period, superseded_at=None, removed=False).select_related("element")
    count, after = rows.count(), cursor_id(cursor)
    page = rows.filter(pk__gt=after) if after else rows
    found = list(page.order_by("pk")[: limit + 1])
    named, made = _names(by, run, (one.employment_id for one in found)), _users(by, (one.made_by for one in found))
    shown = [_input(one, named(one.employment_id), made.get(one.made_by, "")) for one in found[:limit]]
    late = LateInput.objects.filter(period=run.period, settled_at=None).count()
    return InputPage(shown, count, late, str(found[limit - 1].pk) if len(found) > limit else None)


def _input(one: PayInput, who: tuple[str, str], made_by: str) -> InputRow:
    return InputRow(
        one.pk, one.employment_id, *who, one.element.name, one.external_id, one.units, one.rate_minor,
        one.amount_minor, one.note, one.version, one.source, one.made_at, one.element_id, made_by,
    )  # fmt: skip


def input_of_run(by: Actor, run_id: UUID, input_id: UUID) -> InputRow | None:
    """One living line of the run's period; None for one that is not there or not of this period."""
    run = run_of(by, run_id)
    held = PayInput.objects.filter(pk=input_id, period=run.period, superseded_at=None, removed=False)
    one = held.select_related("element").first()
    return _input(one, _names(by, run, [one.employment_id])(one.employment_id), "") if one else None


def period_of_run(by: Actor, run_id: UUID) -> UUID:
    """The period that a run pays: what inputs are given for."""
    return run_of(by, run_id).period_id


class _names:
    """Number and name of each employment of some rows, as two cells."""

    def __init__(self, by: Actor, run: PayRun, employments: Iterable[UUID | None]) -> None:
        wanted = {one for one in employments if one}
        self.held = people.names_of(by, run.client_id, wanted) if wanted else {}

    def __call__(self, employment: UUID | None) -> tuple[str, str]:
        found = self.held.get(employment) if employment else None
        return (found.number, found.name) if found else ("", "")

    def person(self, employment: UUID | None) -> UUID | None:
        """Whose employment it is."""
        found = self.held.get(employment) if employment else None
        return found.person_id if found else None


def _users(by: Actor, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    found: dict[UUID | None, str] = {None: ""}
    for user, name in clients.user_names(by, ids).items():
        found[user] = name
    return found


def problems(by: Actor, run_id: UUID, *, severity: str = "", open_only: bool = False) -> list[ProblemRow]:
    """Errors first, then warnings; at most 1,000, because more is one cause that wants mending, not a list."""
    check_choice(severity, ("error", "warning"), "severity")
    run = run_of(by, run_id)
    rows = Problem.objects.filter(calculation=run.calculation) if run.calculation else Problem.objects.none()
    if severity:
        rows = rows.filter(severity=severity)
    if open_only:
        rows = rows.filter(answered_at=None)
    found = list(rows.order_by("severity", "code", "pk")[:1_000])
    named = _names(by, run, (one.employment_id for one in found))
    users, labels = _users(by, (one.answered_by for one in found)), _labels(run)
    return [
        ProblemRow(
            one.pk, one.employment_id, *named(one.employment_id), one.severity, one.code, one.message, one.field,
            one.answer, one.answered_at, users.get(one.answered_by, ""), named.person(one.employment_id),
            labels.get(one.field, "") if one.field else "",
        )
        for one in found
    ]  # fmt: skip


def variances(
    by: Actor, run_id: UUID, *, reason: str = "", cursor: str | None = None, limit: int = PAGE
) -> VariancePage:
    """Changes against the run before: those without a reason first. `reason` UNEXPLAINED shows only these."""
    check_choice(reason, (UNEXPLAINED, *REASONS), "reason")
    run = run_of(by, run_id)
    rows = Variance.objects.filter(calculation=run.calculation) if run.calculation else Variance.objects.none()
    open_ = rows.filter(needs_answer=True, answered_at=None).count()
    if reason:
        rows = rows.filter(reason="" if reason == UNEXPLAINED else reason)
    offset = _offset(cursor)
    found = list(rows.order_by("-needs_answer", "pk")[offset : offset + limit + 1])
    named, labels = _names(by, run, (one.employment_id for one in found)), _labels(run)
    users = _users(by, (one.answered_by for one in found))
    shown = [
        replace(_variance(one, named(one.employment_id), labels), answered_by=users.get(one.answered_by, ""))
        for one in found[:limit]
    ]
    walk_ = run.calculation.walk if run.calculation else {}
    following = str(offset + limit) if len(found) > limit else None
    return VariancePage(shown, dict(walk_.get("reasons", {})), open_, str(walk_.get("against", "")), following)


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise foreign_cursor()
    return int(cursor)


def _labels(run: PayRun) -> dict[str, str]:
    """What people call the compared lines."""
    if run.calculation is None:
        return {}
    pack = engine.pack(run.calculation.pack)
    own = PayElement.objects.filter(client_id=run.client_id, pack=pack.code).values_list("code", "name")
    lines = {column.name: column.label for column in (*pack.inputs, *pack.results)}
    return lines | {f"element:{code}": name for code, name in own}


def _variance(one: Variance, who: tuple[str, str], labels: dict[str, str]) -> VarianceRow:
    change = one.current_minor - one.prior_minor
    percent = _hundredths(change, one.prior_minor) if one.prior_minor else None
    return VarianceRow(
        one.pk, one.employment_id, *who, one.line, labels.get(one.line, one.line), one.prior_minor, one.current_minor,
        change, percent, one.reason, one.detail, one.needs_answer, one.answer, one.answered_at,
    )  # fmt: skip


def _hundredths(part: int, whole: int) -> int:
    """Hundredths of a per cent, rounded half away from nothing."""
    sign = -1 if (part < 0) != (whole < 0) else 1
    return sign * ((abs(part) * 20_000 + abs(whole)) // (2 * abs(whole)))


def walk(by: Actor, run_id: UUID) -> Walk | None:
    """The headcount walk of a run; None before it is calculated."""
    run = run_of(by, run_id)
    if run.calculation is None:
        return None
    held = run.calculation.walk
    return Walk(**{name: int(held.get(name, 0)) for name in WALK}, against=str(held.get("against", "")))


def approvals(by: Actor, run_id: UUID) -> list[ApprovalView]:
    """Every approval that was given, void ones too, in the order of time."""
    run = run_of(by, run_id)
    rows: QuerySet[Approval] = run.approvals.select_related("calculation").order_by("at", "pk")
    return [
        ApprovalView(
            one.step, one.by, one.by_name, one.at, one.note, bytes(one.result_hash).hex(), one.void_at is not None,
            one.void_reason, one.calculation.people, int(one.calculation.totals.get("total:net", 0)),
            one.calculation.number, one.left_out, one.left_out_why,
        )
        for one in rows
    ]  # fmt: skip


def files(by: Actor, run_id: UUID) -> list[FileView]:
    """The files of a run."""
    run = run_of(by, run_id)
    personal = may(by, permissions.FILE_READ, run) and may(by, permissions.PAYSLIP_READ, run)
    mine = {"bank": may(by, permissions.BANK_FILE_READ, run), "payslips": personal, "register": personal}
    other = may(by, permissions.FILE_READ, run)
    return [
        FileView(one.pk, one.kind, one.name, one.size, one.sha256, one.totals, one.made_at, mine.get(one.kind, other))
        for one in RunFile.objects.filter(run=run).order_by("kind", "made_at")
    ]
