"""A payslip as a page: its statement, how each line came about, and what changed in plain words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from openhro.payroll import queries
from openhro.payroll.queries import ExplainSection, ExplainStep, Explanation, OwnPayslip, PayslipView, SlipLine
from openhro.payroll.shown import words
from openhro.ui import charts, formats
from openhro.ui.charts.series import Tone


def page(view: PayslipView, before: PayslipView | None, told: Explanation, *, own: bool = False) -> dict[str, Any]:
    """Everything that both twins of a payslip show."""
    held = panels(view, before, told)
    return {
        "slip": view,
        "currency": view.currency,
        "before": before,
        "before_name": queries.period_name(before.pay_date, before.frequency) if before else "",
        "parts": parts(view, set(held)),
        "employer_parts": employer_parts(view, set(held)),
        "panels": list(held.values()),
        "said": queries.difference(view, before),
        "kept": kept(view, own),
        "facts": about(view),
        "balances": [{"label": label, "minor": minor} for label, minor in view.balances],
        "exact": told.exact,
        "pack": f"{told.pack}, {told.pack_version}",
        "period_name": queries.period_name(view.pay_date, view.frequency),
        "footnote": footnote(view),
    }


def footnote(view: PayslipView) -> str:
    """What the mark before a year to date means; empty where no line has it."""
    if view.counted_from is None:
        return ""
    day = formats.day(view.counted_from, formats.current_locale())
    return _("Since %(day)s, the first pay day here. What the payroll before counted is not in it.") % {"day": day}


def parts(view: PayslipView, explained: set[str]) -> list[dict[str, Any]]:
    """Earnings, what was taken off, and net pay."""
    off = (*view.pretax, *view.taxes, *view.posttax)
    found = [
        _part(
            _("Earned"),
            view.earnings,
            explained,
            {
                "label": _("Gross pay"),
                "minor": view.gross_minor,
                "mark": not view.is_whole(view.earnings),
            },
        ),
        _part(
            _("Taken off"),
            off,
            explained,
            {
                "label": _("Deductions"),
                "minor": view.deductions_minor,
                "mark": not view.is_whole(off),
            },
        ),
    ]
    year: int | None = sum(one.to_date_minor for one in view.earnings) - sum(one.to_date_minor for one in off)
    if not (view.is_whole(view.earnings) and view.is_whole(off)):
        # One side is of a part of the year: the difference would say nothing.
        year = None
    net = {"title": _("Paid"), "lines": [], "net": True}
    return [*found, net | {"total": {"label": _("Net pay"), "minor": view.net_minor, "year": year}}]


def employer_parts(view: PayslipView, explained: set[str]) -> list[dict[str, Any]]:
    """What the employer pays on top."""
    if not view.employer_costs:
        return []
    title = _("What %(employer)s pays on top") % {"employer": view.employer.name}
    total = {"label": _("Employer's costs"), "minor": view.employer_minor}
    return [_part(title, view.employer_costs, explained, total)]


def _part(title: str, lines: tuple[SlipLine, ...], explained: set[str], total: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "lines": [
            {
                "label": one.label, "minor": one.amount_minor, "year": one.to_date_minor, "note": _measure(one),
                "mark": one.from_here,
                "url": f"#x-{anchor(one.key)}" if one.key in explained else "",
            }
            for one in lines
        ],
        "total": {"year": sum(one.to_date_minor for one in lines)} | total,
    }  # fmt: skip


def _measure(one: SlipLine) -> str:
    """Hours or pieces at their rate."""
    if one.units is None:
        return ""
    unit = words.UNITS.get(one.unit, one.unit)
    shown = f"{one.units.normalize():f} {unit}"
    if not one.rate:
        return shown
    return _("%(units)s at %(rate)s") % {"units": shown, "rate": f"{one.rate:.4f}".rstrip("0").rstrip(".")}


def anchor(key: str) -> str:
    """A line's key as an address on the page."""
    return "".join(c if c.isalnum() else "-" for c in key)


def panels(view: PayslipView, before: PayslipView | None, told: Explanation) -> dict[str, dict[str, Any]]:
    """How each line of the slip came about, by the line's key: the steps of its worksheet that end in it."""
    found: dict[str, dict[str, Any]] = {}
    for one in queries.lines_of(view):
        steps = _steps(told, one.key)
        if not steps or not one.amount_minor:
            continue
        found[one.key] = {
            "id": anchor(one.key), "title": one.label, "minor": one.amount_minor,
            "said": queries.moved(one, view, before), "steps": _listed(steps),
        }  # fmt: skip
    return found


def _steps(told: Explanation, key: str) -> list[ExplainStep]:
    """The worksheet of a line: its own element's steps, or its section without the other lines' results."""
    column, _slash, element = key.partition("/")
    for section in told.sections:
        if element:
            steps = _own(section, f"element:{element}")
        else:
            steps = _of(section, column)
        if steps:
            return steps
    return []


def _own(section: ExplainSection, key: str) -> list[ExplainStep]:
    """The steps since the result before, up to this one."""
    since: list[ExplainStep] = []
    for step in section.steps:
        since.append(step)
        if step.key == key:
            return since
        if step.key:
            since = []
    return []


def _of(section: ExplainSection, column: str) -> list[ExplainStep]:
    result = next((step for step in section.steps if step.key == column), None)
    if result is None:
        return []
    return [*[step for step in section.steps if not step.key], result]


def worksheet(told: Explanation) -> list[dict[str, Any]]:
    """The whole worksheet, section by section; results that are nothing are left out where nothing led to them."""
    found = []
    for section in told.sections:
        steps = [one for one in section.steps if one.value or not one.key]
        if any(one.value for one in steps):
            found.append({"title": section.title, "steps": _listed(steps)})
    return found


def _listed(steps: list[ExplainStep]) -> list[dict[str, Any]]:
    """Steps as rows; a citation stands once, at the first of the steps that rest on it."""
    rows = [_shown(one) for one in steps]
    for row, step in zip(rows[1:], steps, strict=False):
        row["citation"] = "" if row["citation"] == step.cite else row["citation"]
    return rows


def _shown(step: ExplainStep) -> dict[str, Any]:
    rule = " · ".join(text for text in (step.formula, step.rounding) if text)
    return {
        "line": "" if step.line == "=" else step.line, "label": step.label, "rule": rule, "citation": step.cite,
        "result": step.line == "=", "minor": step.value if step.unit == "money" else None, "value": step.text,
    }  # fmt: skip


def kept(view: PayslipView, own: bool) -> charts.Chart | None:
    """Where gross pay went; None where a negative line makes shares senseless."""
    off = (*view.pretax, *view.taxes, *view.posttax)
    if view.gross_minor <= 0 or view.net_minor < 0 or any(one.amount_minor < 0 for one in off):
        return None
    tones: tuple[Tone, ...] = ("2", "3", "4", "5", "6")
    named = sorted((one for one in off if one.amount_minor), key=lambda one: -one.amount_minor)
    bars = [charts.Bar(_("Net pay"), view.net_minor)]
    bars += [charts.Bar(one.label, one.amount_minor, tone) for one, tone in zip(named, tones, strict=False)]
    rest = sum(one.amount_minor for one in named[len(tones) :])
    if rest:
        bars.append(charts.Bar(_("Other deductions"), rest, "rest"))
    share = view.net_minor * 100 // view.gross_minor
    said = _("You keep %(n)d%% of what you earned") if own else _("%(n)d%% of gross pay is paid out")
    title = said % {"n": share}
    desc = _("Where %(gross)s of gross pay went.") % {"gross": queries.amount_text(view.gross_minor, view)}
    return charts.shares(charts.Caption(title, desc, charts.Money(view.currency)), bars)


def about(view: PayslipView) -> list[dict[str, Any]]:
    """Whose it is, from whom, and what the tax was worked out from."""
    numbers = ", ".join(f"{label} {value}" for label, value in view.employer.identifiers)
    first, last = (formats.day(day, formats.current_locale()) for day in (view.start, view.end))
    rows = [
        {"label": _("Employer"), "value": view.employer.name, "source": numbers},
        {"label": _("Work site employer"), "value": view.employer.worksite},
        {"label": _("Employee"), "value": view.name, "source": view.number},
        {"label": _("Job"), "value": view.job_title, "source": view.department},
        {"label": _("National number"), "value": view.national_id},
        {"label": _("Period"), "value": f"{first} – {last}", "source": _("No. %(n)d") % {"n": view.period_number}},
        *[{"label": label, "value": value} for label, value in view.facts],
    ]
    return [row for row in rows if row["value"]]


def year(found: list[OwnPayslip]) -> charts.Chart | None:
    """Net pay by pay day over the last twelve, with its table; None before there are two."""
    rows = list(reversed(found[:12]))
    if len(rows) < 2 or len({one.currency for one in rows}) > 1:
        return None
    locale, currency = formats.current_locale(), rows[-1].currency
    total = sum(one.net_minor for one in rows)
    shown = str(formats.money(total, currency, locale))
    title = _("%(amount)s of net pay in %(n)d payslips") % {"amount": shown, "n": len(rows)}
    labels = [formats.day_month(one.pay_date, locale) for one in rows]
    caption = charts.Caption(title, _("Net pay by pay day."), charts.Money(currency))
    return charts.columns(caption, labels, [charts.Series(_("Net pay"), [one.net_minor for one in rows])])
