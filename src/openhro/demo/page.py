"""The page at the end: what ran, that the books say the same, what was refused, where the files are, who signs in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from openhro.billing import queries as billing
from openhro.core.actor import Actor
from openhro.core.scope import scope
from openhro.demo.story import employer
from openhro.demo.world import World
from openhro.payroll import queries as payroll
from openhro.people import queries as people

CLIENT = "halden"
RELEASED = ("released", "paid", "filed", "closed")
SHOWN_LOGINS = ("nina", "oscar", "hannah", "cora", "aisha", "ivan", "ruth", "priya", "tom", "lena", "odile", "kim")


@dataclass(frozen=True, slots=True)
class Told:
    """A run's figures, in minor units: what it cost is what went out."""

    code: str
    state: str
    currency: str
    people: int
    cost: int
    net: int
    bank: int
    owed: int
    kept: int
    journal: int
    equations: int
    held: int

    @property
    def ties(self) -> bool:
        """The register's cost is bank files, liabilities and what stays with the employer; and so is the journal."""
        return self.cost == self.bank + self.owed + self.kept == self.journal and self.equations == self.held


def told_runs(world: World) -> list[Told]:
    """Every released run of the story's months, in order of pay dates."""
    filters = payroll.RunFilters(paid_from=world.story.run_from, paid_to=world.story.run_until)
    with scope(world.actor("nina")) as by:
        rows = [row for row in payroll.runs(by, filters).rows if row.state in RELEASED]
        return [_told(by, row) for row in sorted(rows, key=lambda row: (row.pay_date, row.code))]


def _told(by: Actor, row: payroll.RunRow) -> Told:
    cash, equations = payroll.cash_requirement(by, row.id), payroll.tie_out(by, row.id, files=True)
    files = payroll.files(by, row.id)
    owed = sum(one.amount_minor for one in cash.payees)
    cost = next(one for one in equations if one.name == "cost")
    return Told(
        row.code, row.state, row.currency, row.people, cost.left, cash.net_minor,
        sum(int(file.totals["amount_minor"]) for file in files if file.kind == "bank"), owed,
        cost.right - cash.net_minor - owed,
        sum(int(file.totals["debit_minor"]) for file in files if file.kind == "journal"),
        len(equations), sum(one.holds for one in equations),
    )  # fmt: skip


def show(console: Console, world: World) -> None:
    """Print the page."""
    runs = told_runs(world)
    slips, seconds = sum(run.people for run in runs), time.perf_counter() - world.began
    with scope(world.actor("aisha")) as by:
        heads = people.headcount(by, world.client(CLIENT), world.story.run_until)
    ours = sum(bool(one.provider_entity) for one in world.story.people)
    console.print()
    if world.made.total():
        console.print(f"[bold]Done.[/] {len(runs)} pay runs, {slips:,} payslips, in {seconds:.0f} s.", end=" ")
    else:
        console.print(f"[bold]Everything is there already[/] ({seconds:.0f} s); nothing was changed.", end=" ")
    console.print(
        f"{heads - ours} people at Halden on {world.story.run_until:%-d %B}, {ours} employed for it by the provider; "
        f"{world.found['journal entry']:,} journal entries sealed."
    )
    show_runs(console, runs)
    _employed(console, world, runs)
    _invoices(console, world)
    console.print("\n[bold]Refused, as it should be[/]")
    for one in world.refusals:
        console.print(
            f"  {one.tried}\n    [red]{one.code}[/] {one.message}" + (f" [{one.suggests}]" if one.suggests else "")
        )
    _ways(console, world)


def show_runs(console: Console, runs: list[Told]) -> None:
    """A table, or two lines for each run where the terminal is too narrow: no digit is cut off."""
    table = _runs_table(runs)
    if console.measure(table, options=console.options.update(width=500)).maximum <= console.width:
        console.print(table)
        return
    console.print("\n[bold]Pay runs[/]: register = bank file + liabilities + kept = journal")
    for run in runs:
        cost, bank, owed, kept, posted = (_money(one) for one in (run.cost, run.bank, run.owed, run.kept, run.journal))
        console.print(f"  {run.code}  {run.state}, {run.people} people: {_mark(run)}")
        console.print(f"    {run.currency} {cost} = {bank} + {owed} + {kept} = {posted}", soft_wrap=True)
    console.print()


def _mark(run: Told) -> str:
    return "[green]ties[/]" if run.ties else "[red]DIFFERS[/]"


def _runs_table(runs: list[Told]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), title_justify="left", pad_edge=False)
    for name in ("Pay run", "State"):
        table.add_column(name, no_wrap=True)
    for name in ("People", "Register", "= Bank file", "+ Liabilities", "+ Kept", "= Journal", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for run in runs:
        amounts = [_money(value) for value in (run.cost, run.bank, run.owed, run.kept, run.journal)]
        table.add_row(run.code, run.state, str(run.people), f"{run.currency} {amounts[0]}", *amounts[1:], _mark(run))
    return table


def _employed(console: Console, world: World, runs: list[Told]) -> None:
    """Whom the provider employs for the client, by which company, and the runs that paid them."""
    names = {one["code"]: one["name"] for one in world.story["provider"]["entities"]}
    groups = {employer(group): group["code"] for group in world.story["groups"]}
    for one in world.story.people:
        if code := one.provider_entity:
            paid = ", ".join(run.code for run in runs if run.code.startswith(groups[code]))
            console.print(f"[bold]{one.name}[/] is employed by {names[code]} (EOR) and paid in {paid}")


def _invoices(console: Console, world: World) -> None:
    with scope(world.actor("aisha")) as by:
        for invoice in sorted(billing.invoices(by, world.client(CLIENT)), key=lambda one: one.period):
            total = f"{invoice.currency} {_money(invoice.total_minor)}"
            console.print(f"[bold]Invoice {invoice.number}[/] {invoice.period:%B %Y} {total}")
            for line in billing.lines(by, invoice.pk):
                said = line.reason or f"{_counted(line)}: {_money(line.amount_minor)}"
                console.print(f"  [dim]{line.description}:[/] {said}")


def _ways(console: Console, world: World) -> None:
    out = _short(world.out)
    console.print(
        f"\n[bold]Files[/] in {out}/: inputs/ (what the client sent), {CLIENT}/<run>/ (bank file, journal, register, "
        f"payslips.zip), {CLIENT}/invoices/"
    )
    does = {one["id"]: one["does"] for one in world.story["provider"]["staff"]}
    for client in world.story["clients"]:
        does |= {one["id"]: one["does"] for one in client["users"]}
    logins = ", ".join(f"[bold]{who}[/] ({does.get(who, 'employee')})" for who in SHOWN_LOGINS)
    console.print(
        "[bold]Dates[/] are the story's, October to December 2026, whatever today is; pages count from the real day: "
        "deadlines may look long past or far ahead."
    )
    console.print("[bold]Next[/]  make serve, then http://127.0.0.1:8000")
    console.print(f"[bold]Sign in[/] with the password [bold]{world.story.password}[/] as {logins}")


def _counted(line: Any) -> str:
    """How much of what a line charges; a share is of money."""
    return f"of {_money(int(line.quantity))}" if line.unit == "minor" else f"{line.quantity.normalize():f} {line.unit}"


def _money(minor: int) -> str:
    """Minor units as people read them; every currency of the story has two decimals."""
    sign, value = ("-" if minor < 0 else ""), abs(minor)
    return f"{sign}{value // 100:,}.{value % 100:02d}"


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
