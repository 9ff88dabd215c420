"""A payslip against the one before, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from openhro.payroll.queries.names import OFTEN, period_name
from openhro.payroll.queries.slips import PayslipView, SlipLine
from openhro.ui import formats

MOST_NAMED = 3
"""Lines that a sentence names; more would be a list again."""


def difference(view: PayslipView, before: PayslipView | None) -> str:
    """Net pay against the last payslip, and which lines did it; empty where there was none."""
    if before is None:
        return ""
    change, when = view.net_minor - before.net_minor, _when(before)
    moved = _movers(view, before)[:MOST_NAMED]
    if not change and not moved:
        return _("The same net pay as %(when)s.") % {"when": when}
    named = [
        (_("%(line)s up %(amount)s") if amount > 0 else _("%(line)s down %(amount)s"))
        % {"line": label, "amount": amount_text(abs(amount), view)}
        for label, amount in moved
    ]
    lines = ", ".join(named)
    if not change:
        return _("The same net pay as %(when)s: %(lines)s.") % {"when": when, "lines": lines}
    more, less = _("%(amount)s more than %(when)s: %(lines)s."), _("%(amount)s less than %(when)s: %(lines)s.")
    return (more if change > 0 else less) % {"amount": amount_text(abs(change), view), "when": when, "lines": lines}


def moved(one: SlipLine, view: PayslipView, before: PayslipView | None) -> str:
    """One line against the last payslip, in a sentence with its cause; empty where there was none."""
    if before is None:
        return ""
    was = next((line.amount_minor for line in lines_of(before) if line.key == one.key), 0)
    change, when = one.amount_minor - was, _when(before)
    if not change:
        return _("The same as %(when)s.") % {"when": when}
    said = _("%(amount)s more than %(when)s") if change > 0 else _("%(amount)s less than %(when)s")
    text = said % {"amount": amount_text(abs(change), view), "when": when}
    why = _why(one, view, before)
    return f"{text}, {why}." if why else f"{text}."


def _why(one: SlipLine, view: PayslipView, before: PayslipView) -> str:
    """What moved a tax or a contribution: new facts first, then gross pay."""
    if one in view.earnings or one in view.posttax:
        return ""
    new = [(label, value) for label, value in view.facts if dict(before.facts).get(label) != value]
    if new and one in view.taxes:
        return _("because %(fact)s is now %(value)s") % {"fact": new[0][0], "value": new[0][1]}
    gross = view.gross_minor - before.gross_minor
    if not gross:
        return ""
    said = _("because gross pay is %(amount)s higher") if gross > 0 else _("because gross pay is %(amount)s lower")
    return said % {"amount": amount_text(abs(gross), view)}


def _movers(view: PayslipView, before: PayslipView) -> list[tuple[str, int]]:
    """The lines that moved net pay, the largest first: label, and by how much the line itself changed."""
    found: dict[str, tuple[str, int]] = {}
    for slip, sign in ((view, 1), (before, -1)):
        for one in (*slip.earnings, *slip.pretax, *slip.taxes, *slip.posttax):
            label, amount = found.get(one.key, (one.label, 0))
            found[one.key] = (label, amount + sign * one.amount_minor)
    return sorted((row for row in found.values() if row[1]), key=lambda row: -abs(row[1]))


def lines_of(view: PayslipView) -> tuple[SlipLine, ...]:
    """Every line of a payslip, the employer's too."""
    return (*view.earnings, *view.pretax, *view.taxes, *view.posttax, *view.employer_costs)


def amount_text(minor: int, view: PayslipView) -> str:
    """An amount of the payslip as its reader writes it."""
    return str(formats.money(minor, view.currency, formats.current_locale()))


def _when(view: PayslipView) -> str:
    """The payslip before in a sentence: in a month, or on a day where a month has several."""
    name = period_name(view.pay_date, view.frequency)
    return (_("on %(day)s") if view.frequency in OFTEN else _("in %(day)s")) % {"day": name}
