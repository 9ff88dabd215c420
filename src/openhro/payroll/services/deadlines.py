"""The clocks of a pay run: what is due when, on whose desk."""

from __future__ import annotations

from openhro.core import deadlines
from openhro.core.actor import Actor, Role
from openhro.core.deadlines import Duty
from openhro.payroll.models import PayRun


def _duties(run: PayRun) -> list[tuple[Duty, str, str]]:
    """Duty, the period's field that holds its instant, and why it is due then."""
    name, url = f"{run.period.group.name}, paid {run.period.pay_date:%-d %b}", f"/payroll/runs/{run.pk}/"
    desk = Role.PAYROLL_SPECIALIST

    def duty(kind: str, title: str, owner: Role) -> Duty:
        return Duty(f"payroll.{kind}", f"{title}: {name}", "payroll", owner, url)

    return [
        (duty("inputs", "Send inputs", Role.CLIENT_HR), "input_cutoff", "The calendar's cut-off for inputs."),
        (duty("lock", "Lock and calculate", desk), "input_cutoff", "Inputs end at the cut-off."),
        (duty("review", "Check and review results", desk), "approval_due", "The client needs them by then to approve."),
        (
            duty("approve", "Approve the pay run", Role.CLIENT_ADMIN),
            "approval_due",
            "The calendar's approval deadline.",
        ),
        (duty("fund", "Record funding", desk), "funding_due", "Money must be there before the bank's cut-off."),
        (duty("release", "Release payments", desk), "release_due", "The bank needs the file by then."),
    ]


def start(by: Actor, run: PayRun) -> None:
    """Start all clocks of a run that has just been opened."""
    for duty, field, because in _duties(run):
        deadlines.start(by, run, duty, getattr(run.period, field), because=because)


def restart(by: Actor, run: PayRun) -> None:
    """After an unlock: what was already done is due again, at the same instants."""
    start(by, run)


def stop(by: Actor, run: PayRun, *kinds: str) -> None:
    """These steps are done."""
    deadlines.stop(by, run, *kinds)


def cancel(by: Actor, run: PayRun) -> None:
    """Nothing more is due."""
    deadlines.cancel(by, run)
