"""Every regular run of the two months: inputs, calculation, answers, three approvals, payment, payslips, closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from openhro.core import clock
from openhro.core.scope import scope
from openhro.demo import files, found, worker
from openhro.demo.inputs import COLUMNS, Span, period_lines
from openhro.demo.screen import Bar
from openhro.demo.steps.arrivals import arrive
from openhro.demo.story import day, employer
from openhro.demo.world import World, moment
from openhro.payroll import queries, services
from openhro.payroll.queries import PeriodView

CLIENT = "halden"
STAGES = (
    "opened", "locked", "calculated", "answered", "prepared", "reviewed", "approved", "released", "payslips", "closed",
)  # fmt: skip
WARNINGS = {
    "NATIONAL_ID_MISSING": "Applied for; the number comes with November's file, filings are held until then.",
}
CHANGES = {
    "oasdi": "Reached the Social Security wage base of the year.",
    "oasdi_employer": "Reached the Social Security wage base of the year.",
    "sui": "Reached the state's unemployment wage base of the year.",
    "element:car": "New car allowance from 1 November, agreed by Hannah Reyes on 22 October.",
}
LEFT_OUT = "Cora knows; they are paid as soon as what is missing has come."
OTHERWISE = "Checked against the inputs and last period's payslip; right."


@dataclass(frozen=True, slots=True)
class _Pay:
    """A period that is paid in the story, and its group as the story has it."""

    world: World
    bar: Bar
    group: dict[str, Any]
    period: PeriodView

    @property
    def name(self) -> str:
        return f"{self.group['code']} {self.period.pay_date}"

    def now(self) -> PeriodView:
        """The period as it stands now, with its run's id and state."""
        with scope(self.world.actor("nina")) as by:
            client, code = self.world.client(CLIENT), self.group["code"]
            [row] = found.periods(by, client, code, self.period.pay_date, self.period.pay_date)
        return row

    def run(self) -> UUID:
        """The id of the run, which is open by now."""
        run_id = self.now().run_id
        assert run_id is not None
        return run_id

    def act(self, who: str, when: datetime, service: Any, *args: Any, **values: Any) -> None:
        """One move of the run."""
        self.world.act(who, when, service, self.run(), *args, **values)

    def step(self, stage: str) -> None:
        """A stage is behind us."""
        self.bar.add(1, f"{self.name}: {stage}")


def tell(world: World, bar: Bar) -> None:
    """In order of pay dates, because year-to-date figures come from the run before."""
    paid = [_Pay(world, bar, group, period) for group in world.story["groups"] for period in _periods(world, group)]
    bar.total(len(paid) * len(STAGES))
    for one in sorted(paid, key=lambda one: (one.period.pay_date, one.group["code"])):
        if one.period.run_state == "closed":
            world.found["run"] += 1
            bar.add(len(STAGES), one.name)
        else:
            world.made["run"] += 1
            _tell(one)


def _periods(world: World, group: dict[str, Any]) -> list[PeriodView]:
    """The periods with a pay date in the months of the story."""
    with scope(world.actor("nina")) as by:
        return found.periods(
            by, world.client(CLIENT), group["code"], world.story.run_from, world.story.run_until
        )  # fmt: skip


def _tell(pay: _Pay) -> None:
    """One run from where it stands to its end."""
    world, cutoff, state = pay.world, pay.period.input_cutoff, pay.period.run_state
    arrive(world, pay.bar, cutoff - timedelta(days=4))
    if not state:
        world.act("nina", cutoff - timedelta(days=4), services.open_run, pay.period.id)
    pay.step("inputs")
    if state in ("", "collecting"):
        _inputs(pay)
        pay.act("nina", cutoff - timedelta(minutes=5), services.lock_run)
        _late(pay)
    pay.step("calculating")
    if pay.now().run_state == "locked":
        when = cutoff + timedelta(minutes=10)
        pay.act("nina", when, services.calculate_run)
        with clock.travel(when + timedelta(minutes=1)):
            worker.work_until(lambda: pay.now().run_state != "locked")
    pay.step("approving")
    _approve(pay)
    _release(pay)
    _close(pay)


def _inputs(pay: _Pay) -> None:
    """The client's file of the period, imported hours before the cut-off."""
    world, period, entity = pay.world, pay.period, employer(pay.group)
    span = Span(period.start, period.end, period.pay_date)
    name = f"inputs-{entity}-{period.pay_date}.csv"
    lines = [line.row(span) for line in period_lines(world.story, world.story.of_entity(entity), span)]
    with scope(world.actor("nina")):
        taken = found.imported(world.client(CLIENT), "payroll.inputs", name)
    if lines and not taken:
        when, options = period.input_cutoff - timedelta(hours=4), services.Options(dry_run=False)
        content = files.write(world.out / "inputs" / name, COLUMNS, lines).read_bytes()
        report = world.act("cora", when, services.import_inputs, period.id, content, name, options)
        files.check(report)
        world.made["input"] += report.created


def _late(pay: _Pay) -> None:
    """What came after the cut-off: logged with cause and owner, and settled with a later period."""
    for given in pay.world.story["late_inputs"]:
        if day(given["pay_date"]) != pay.period.pay_date or given["who"] not in pay.world.story.by_id:
            continue
        payload = {name: given[name] for name in ("who", "element", "amount", "units", "note") if name in given}
        with pay.world.acting("nina", pay.period.input_cutoff + timedelta(hours=2)) as by:
            if payload not in found.late(pay.period.id):
                late = services.log_late_input(
                    by, pay.period.id, payload, cause=given["cause"], owner=given["owner"]
                )  # fmt: skip
                services.settle_late_input(by, late.pk, how=f"Paid on {given['paid_with']}")
                pay.world.made["late input"] += 1


def _approve(pay: _Pay) -> None:
    """Answers, then three people; each says which results it saw."""
    if pay.now().run_state not in ("calculated", "reviewed"):
        pay.bar.add(4)
        return
    with scope(pay.world.actor("nina")) as by:
        view = queries.run_view(by, pay.run())
        given = {one.step for one in queries.approvals(by, pay.run()) if not one.is_void}
    known = {"left_out": view.left_out, "left_out_why": LEFT_OUT} if view.left_out else {}
    calculated, due = pay.period.input_cutoff + timedelta(hours=1), pay.period.approval_due
    if "preparer" not in given:
        _answer(pay, calculated)
    pay.step("approving")
    steps = (
        ("preparer", "nina", services.prepare_run, calculated + timedelta(hours=1), "Register and variance checked."),
        ("reviewer", "oscar", services.review_run, due - timedelta(hours=4), "Agrees with the inputs."),
        ("client", "hannah", services.approve_run, due - timedelta(hours=1), ""),
    )
    for step, who, service, when, note in steps:
        if step not in given:
            pay.act(who, when, service, seen=view.result_hash, note=note, **(known if step == "preparer" else {}))
        pay.step("approving")


def _answer(pay: _Pay, when: datetime) -> None:
    with pay.world.acting("nina", when) as by:
        warnings, changes = found.open_questions(by, pay.run())
        for warning in warnings:
            services.answer_problem(by, warning.id, answer=WARNINGS.get(warning.code, OTHERWISE))
        for change in changes:
            services.answer_variance(by, change.id, answer=CHANGES.get(change.line, OTHERWISE))
        pay.world.made["answer"] += len(warnings) + len(changes)


def _release(pay: _Pay) -> None:
    """Funded by one specialist, released by the other; then the worker prints the payslips."""
    state, period = pay.now().run_state, pay.period
    if state == "client_approved":
        with pay.world.acting("nina", period.funding_due - timedelta(hours=3)) as by:
            needed = queries.cash_requirement(by, pay.run()).total_minor
            reference = f"FW-{pay.name.upper().replace(' ', '-')}"
            services.confirm_funding(by, pay.run(), how="cleared_funds", reference=reference, amount_minor=needed)
    if state in ("client_approved", "funded"):
        pay.act("oscar", period.release_due - timedelta(hours=1), services.release_run)
    pay.step("payslips")
    if not _has_payslips(pay):
        with clock.travel(period.release_due):
            worker.work_until(lambda: _has_payslips(pay))
    pay.step("closing")


def _has_payslips(pay: _Pay) -> bool:
    with scope(pay.world.actor("nina")) as by:
        return any(file.kind == "payslips" for file in queries.files(by, pay.run()))


def _close(pay: _Pay) -> None:
    """Paid on the day, filed, and closed the day after, which needs that all books say the same."""
    paid = moment(pay.period.pay_date, 18)
    filings = {name: f"{name.split()[0]}-{pay.period.pay_date:%Y%m%d}" for name in pay.group["filings"]}
    moves: tuple[tuple[str, Any, int, dict[str, Any]], ...] = (
        ("released", services.mark_paid, 0, {}),
        ("paid", services.mark_filed, 1, {"filings": filings}),
        ("filed", services.close_run, 24, {}),
    )
    for before, service, hours, values in moves:
        if pay.now().run_state == before:
            pay.act("nina", paid + timedelta(hours=hours), service, **values)
    pay.step("closed")
