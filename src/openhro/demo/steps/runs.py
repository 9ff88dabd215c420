"""Every regular run of the two months: inputs, calculation, answers, three approvals, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from openhro.core import clock
from openhro.core.scope import scope
from openhro.demo import files, found, worker
from openhro.demo.inputs import COLUMNS, Span, period_lines
from openhro.demo.screen import Bar
from openhro.demo.steps.arrivals import arrive
from openhro.demo.story import day
from openhro.demo.world import World, moment
from openhro.payroll import queries, services

CLIENT = "halden"
STAGES = ("inputs", "opened", "locked", "calculated", "answered", "prepared", "reviewed", "approved",
          "released", "payslips", "closed")
WARNINGS = {
    "NATIONAL_ID_MISSING": "Applied for; the number comes with November's file, filings are held until then.",
}
CHANGES = {
    "oasdi": "Reached the Social Security wage base of the year.",
    "oasdi_employer": "Reached the Social Security wage base of the year.",
    "sui": "Reached the state's unemployment wage base of the year.",
    "element:car": "New car allowance from 1 November, agreed by Hannah Reyes on 22 October.",
}
OTHERWISE = "Checked against the inputs and last period's payslip; right."


def tell(world: World, bar: Bar) -> None:
    """In order of pay dates, because year-to-date figures come from the run before."""
    todo = sorted(_periods(world), key=lambda pair: (pair[1].pay_date, pair[0]["code"]))
    bar.total(len(todo) * len(STAGES))
    for group, period in todo:
        _run(world, bar, group, period)


def _periods(world: World) -> list[tuple[dict[str, Any], Any]]:
    """The periods with a pay date in the months of the story, of groups whose pack is here."""
    made = []
    for group in world.story["groups"]:
        if group["pack"] in world.story["elements"]:
            with scope(world.actor("nina")):
                held = found.group(world.client(CLIENT), group["code"])
                rows = found.periods(held.pk, world.story.run_from, world.story.run_until)
            made += [(group, row) for row in rows]
    return made


def _run(world: World, bar: Bar, group: dict[str, Any], period: Any) -> None:
    name, cutoff = f"{group['code']} {period.pay_date}", period.input_cutoff
    run = _look(world, period)
    world.found["run" if run else "-"] += 1
    state = run.state if run else ""
    if state == "closed":
        bar.add(len(STAGES), name)
        return
    arrive(world, bar, cutoff - timedelta(days=4))
    if state in ("", "collecting"):
        if not run:
            world.made["run"] += 1
            world.act("nina", cutoff - timedelta(days=4), services.open_run, period.pk)
        _inputs(world, group, period)
        run = _look(world, period)
        world.act("nina", cutoff + timedelta(minutes=5), services.lock_run, run.pk)
        _late(world, period)
    bar.add(3, name)
    run = _look(world, period)
    if run.state == "locked":
        _calculate(world, run)
    bar.add(1, name)
    _approve(world, bar, _look(world, period))
    _pay(world, bar, group, _look(world, period))


def _look(world: World, period: Any) -> Any:
    with scope(world.actor("nina")):
        return found.run_of(period.pk)


def _inputs(world: World, group: dict[str, Any], period: Any) -> None:
    """The period's file, and each of its lines that is not there yet."""
    people = world.story.of_entity(group["entity"])
    span = Span(period.start, period.end, period.pay_date)
    path = world.out / "inputs" / f"inputs-{group['entity']}-{period.pay_date}.csv"
    files.write(path, COLUMNS, [line.row(span) for line in period_lines(world.story, people, span)])
    if not _is_taken(world, path.name):
        when, options = period.input_cutoff - timedelta(hours=4), services.Options(dry_run=False)
        content = path.read_bytes()
        report = world.act("cora", when, services.import_inputs, period.pk, content, path.name, options)
        files.check(report)
        world.made["input"] += report.created


def _is_taken(world: World, name: str) -> bool:
    with scope(world.actor("nina")):
        return found.imported(world.client(CLIENT), "payroll.inputs", name)


def _late(world: World, period: Any) -> None:
    """What came after the cut-off: refused, logged with cause and owner, and settled with a later period."""
    for given in world.story["late_inputs"]:
        if day(given["pay_date"]) != period.pay_date or given["who"] not in world.story.by_id:
            continue
        after = period.input_cutoff + timedelta(hours=2)
        payload = {name: given[name] for name in ("who", "element", "amount", "units", "note") if name in given}
        with world.acting("nina", after) as by:
            if any(late.payload == payload for late in found.late(period.pk)):
                continue
            late = services.log_late_input(by, period.pk, payload, cause=given["cause"], owner=given["owner"])
            services.settle_late_input(by, late.pk, how=f"Paid on {given['paid_with']}")
            world.made["late input"] += 1


def _calculate(world: World, run: Any) -> None:
    """Queue the job, then be the worker that does it."""
    when = run.period.input_cutoff + timedelta(minutes=10)
    world.act("nina", when, services.calculate_run, run.pk)
    with clock.travel(when + timedelta(minutes=1)):
        worker.work_until(lambda: _look(world, run.period).state != "locked", "payroll")


def _approve(world: World, bar: Bar, run: Any) -> None:
    """Answers, then three people; each saw these results."""
    if run.state not in ("calculated", "reviewed"):
        bar.add(4)
        return
    period, seen = run.period, bytes(run.calculation.result_hash).hex()
    with scope(world.actor("nina")):
        given = found.approvals(run.pk)
    calculated = period.input_cutoff + timedelta(hours=1)
    if "preparer" not in given:
        _answer(world, run, calculated)
    bar.add(1)
    steps = (
        ("preparer", "nina", services.prepare_run, calculated + timedelta(hours=1), "Register and variance checked."),
        ("reviewer", "oscar", services.review_run, period.approval_due - timedelta(hours=4), "Agrees with the inputs."),
        ("client", "hannah", services.approve_run, period.approval_due - timedelta(hours=1), ""),
    )
    for step, who, service, when, note in steps:
        if step not in given:
            world.act(who, when, service, run.pk, seen=seen, note=note)
        bar.add(1)


def _pay(world: World, bar: Bar, group: dict[str, Any], run: Any) -> None:
    """Funded by one specialist, released by the other; payslips; then paid, filed and closed."""
    period, state = run.period, run.state
    paid = moment(period.pay_date, 18)
    if state == "client_approved":
        with world.acting("nina", period.funding_due - timedelta(hours=3)) as by:
            needed = queries.cash_requirement(by, run.pk).total_minor
            reference = f"FW-{run.code.upper()}"
            services.confirm_funding(by, run.pk, how="cleared_funds", reference=reference, amount_minor=needed)
    if state in ("client_approved", "funded"):
        world.act("oscar", period.release_due - timedelta(hours=1), services.release_run, run.pk)
    bar.add(1, "releasing")
    if not _has_payslips(world, run):
        with clock.travel(period.release_due):
            worker.work_until(lambda: _has_payslips(world, run), "documents")
    bar.add(1, "payslips")
    filings = {name: f"{name.split()[0]}-{period.pay_date:%Y%m%d}" for name in group["filings"]}
    for before, service, hours, values in (
        ("released", services.mark_paid, 0, {}),
        ("paid", services.mark_filed, 1, {"filings": filings}),
        ("filed", services.close_run, 24, {}),
    ):
        if _look(world, period).state == before:
            world.act("nina", paid + timedelta(hours=hours), service, run.pk, **values)
    bar.add(1, "closed")


def _has_payslips(world: World, run: Any) -> bool:
    with scope(world.actor("nina")):
        return "payslips" in found.files(run.pk)


def _answer(world: World, run: Any, when: Any) -> None:
    with world.acting("nina", when) as by:
        problems, changes = found.open_questions(run.calculation_id)
        for problem in problems:
            services.answer_problem(by, problem.pk, answer=WARNINGS.get(problem.code, OTHERWISE))
        for change in changes:
            services.answer_variance(by, change.pk, answer=CHANGES.get(change.line, OTHERWISE))
        world.made["answer"] += len(problems) + len(changes)
