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
from openhro.core.scope import scope
from openhro.demo import found
from openhro.demo.world import World
from openhro.payroll import queries as payroll
from openhro.people import queries as people

CLIENT = "halden"
SHOWN_LOGINS = ("nina", "oscar", "hannah", "cora", "aisha", "ivan", "ruth", "priya", "tom", "odile", "kim")


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
    """Every regular run of the story's months, in order of pay dates."""
    made = []
    for group in world.story["groups"]:
        with scope(world.actor("nina")) as by:
            held = found.group(world.client(CLIENT), group["code"])
            for period in found.periods(held.pk, world.story.run_from, world.story.run_until):
                run = found.run_of(period.pk)
                if run and run.released_at:
                    made.append((period.pay_date, _told(by, run)))
    return [one for _, one in sorted(made, key=lambda pair: (pair[0], pair[1].code))]


def _told(by: Any, run: Any) -> Told:
    totals, cash = run.calculation.totals, payroll.cash_requirement(by, run.pk)
    equations, files = payroll.tie_out(by, run.pk, files=True), found.files(run.pk)
    owed = sum(one.amount_minor for one in cash.payees)
    cost = totals["total:gross"] + totals["total:employer"]
    right = next(one.right for one in equations if one.name == "cost")
    return Told(
        run.code, run.state, cash.currency, run.calculation.people, cost, cash.net_minor,
        sum(file.totals["amount_minor"] for kind, file in files.items() if kind == "bank"),
        owed, right - cash.net_minor - owed, files["journal"].totals["debit_minor"],
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
        f"{heads - ours} people at Halden on {world.story.run_until:%-d %B}, and {ours} employed for it by the provider; "
        f"{world.found['journal entry']:,} journal entries sealed."
    )
    console.print(_runs_table(runs))
    _invoices(console, world)
    console.print("\n[bold]Refused, as it should be[/]")
    for one in world.refusals:
        console.print(f"  {one.tried}\n    [red]{one.code}[/] {one.message}" + (f" [{one.suggests}]" if one.suggests else ""))
    _ways(console, world)


def _runs_table(runs: list[Told]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), title_justify="left", pad_edge=False)
    for name in ("Pay run", "State"):
        table.add_column(name, no_wrap=True)
    for name in ("People", "Register", "= Bank file", "+ Liabilities", "+ Kept", "= Journal", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for run in runs:
        amounts = [_money(value) for value in (run.cost, run.bank, run.owed, run.kept, run.journal)]
        mark = "[green]ties[/]" if run.ties else "[red]DIFFERS[/]"
        table.add_row(run.code, run.state, str(run.people), f"{run.currency} {amounts[0]}", *amounts[1:], mark)
    return table


def _invoices(console: Console, world: World) -> None:
    with scope(world.actor("aisha")) as by:
        for invoice in sorted(billing.invoices(by, world.client(CLIENT)), key=lambda one: one.period):
            total = f"{invoice.currency} {_money(invoice.total_minor)}"
            console.print(f"[bold]Invoice {invoice.number}[/] {invoice.period:%B %Y} {total}")
            for line in billing.lines(by, invoice.pk):
                said = line.reason or f"{line.quantity.normalize():f} {line.unit}: {_money(line.amount_minor)}"
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
    console.print("[bold]Next[/]  make serve, then http://127.0.0.1:8000")
    console.print(f"[bold]Sign in[/] with the password [bold]{world.story.password}[/] as {logins}")


def _money(minor: int) -> str:
    """Minor units as people read them; every currency of the story has two decimals."""
    sign, value = ("-" if minor < 0 else ""), abs(minor)
    return f"{sign}{value // 100:,}.{value % 100:02d}"


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
