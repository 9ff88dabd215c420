"""A payslip document as data for its template, and as a PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from openhro.core.documents import Figures, FontPolicy, Renderer, Sheet
from openhro.payroll.documents.payslip import Line, PayslipDocument, check

MARK = "*\N{NO-BREAK SPACE}"
"""Before a year to date that is not the whole year's."""
TEMPLATE = Path(__file__).with_name("payslip.typ")


@cache
def renderer(fonts: FontPolicy | None = None) -> Renderer:
    """The process's payslip renderer, made once: reading fonts and the template takes longer than a slip."""
    return Renderer(TEMPLATE, fonts)


def render(document: PayslipDocument, fonts: FontPolicy | None = None) -> bytes:
    """The payslip as PDF/A-3a and PDF/UA-1; `DocumentError` as `check` and `Renderer.render` raise it."""
    check(document)
    return renderer(fonts).render(data_of(document), document.day)


def data_of(document: PayslipDocument) -> dict[str, object]:
    """What the template shows, every figure already in the reader's language."""
    figures = Figures(document.language, document.currency)
    words, period = document.words, document.period
    printed: dict[str, object] = {
        "title": f"{words.title} {document.employee.name} {figures.day(period.pay_date)}",
        "author": document.employer.name,
        "title-short": words.title,
        "subtitle": figures.span(period.start, period.end),
        "footer": _footer(document, figures),
        "numbered": _may_need_two_pages(document),
        "words": {
            "employee": words.employee,
            "employer": words.employer,
            "pay_date": words.pay_date,
            "net_pay": words.net_pay,
        },
        "employee": [document.employee.name, *document.employee.address],
        "employer": [document.employer.name, *document.employer.address],
        "dates": [figures.day(period.pay_date), f"{period.frequency}, {period.number}"],
        "net": figures.money(document.net_pay),
        "net-plain": figures.amount(document.net_pay),
        "sums": _sums(document, figures),
        "facts": _facts(document),
        "sections": _sections(document, figures),
        "asides": _asides(document, figures),
        "messages": document.messages,
        "footnote": _footnote(document, figures),
    }
    return Sheet(document.brand, figures, document.country, document.direction).data(printed)


def _facts(document: PayslipDocument) -> list[tuple[str, str]]:
    words, employee = document.words, document.employee
    own = [(words.employee_number, employee.number), (words.national_id, employee.national_id)]
    given = [(fact.label, fact.value) for fact in (*employee.facts, *document.employer.identifiers)]
    return [(label, value) for label, value in (*own, *given) if value]


def _sums(document: PayslipDocument, figures: Figures) -> list[tuple[str, str]]:
    words = document.words
    return [
        (words.earnings, figures.amount(_sum(document.earnings))),
        (words.taxes, figures.amount(-_sum(document.taxes))),
        (words.deductions, figures.amount(-_sum(document.deductions))),
    ]


def _sections(document: PayslipDocument, figures: Figures) -> list[dict[str, object]]:
    words = document.words
    sections = list[dict[str, object]]()
    for title, lines, whole in (
        (words.earnings, document.earnings, document.gross_known),
        (words.taxes, document.taxes, _is_whole(document.taxes)),
        (words.deductions, document.deductions, _is_whole(document.deductions)),
    ):
        if lines:
            measured = any(line.units is not None or line.rate is not None for line in lines)
            heads = [words.units, words.rate] if measured else []
            heads += [words.this_period, words.to_date]
            rows = [_row(line, figures) for line in lines]
            total = [words.total, figures.amount(_sum(lines)), _year(_to_date(lines), whole, figures)]
            sections.append({"title": title, "heads": heads, "lines": rows, "total": total})
    return sections


def _row(line: Line, figures: Figures) -> list[str]:
    """Label, units and rate where the line has them, amount, year to date."""
    year = _year(line.to_date, not line.from_here, figures)
    if line.units is None and line.rate is None:
        return [line.label, figures.amount(line.amount), year]
    units = "" if line.units is None else f"{figures.quantity(line.units)} {line.unit}".strip()
    rate = "" if line.rate is None else figures.quantity(line.rate)
    return [line.label, units, rate, figures.amount(line.amount), year]


def _asides(document: PayslipDocument, figures: Figures) -> list[dict[str, object]]:
    words, asides = document.words, list[dict[str, object]]()
    if document.payments:
        rows = [[payment.account, figures.money(payment.amount)] for payment in document.payments]
        asides.append({"title": words.paid_to, "heads": [words.amount], "lines": rows, "total": []})
    if document.employer_costs:
        rows = [
            [line.label, figures.amount(line.amount), _year(line.to_date, not line.from_here, figures)]
            for line in document.employer_costs
        ]
        heads = [words.this_period, words.to_date]
        asides.append({"title": words.employer_costs, "heads": heads, "lines": rows, "total": []})
    return asides


def _year(minor: int, whole: bool, figures: Figures) -> str:
    """A year to date; the mark stands before it, so that decimals line up."""
    return figures.amount(minor) if whole else MARK + figures.amount(minor)


def _is_whole(lines: tuple[Line, ...]) -> bool:
    return not any(line.from_here for line in lines)


def _footnote(document: PayslipDocument, figures: Figures) -> str:
    """What the mark means; empty where no line has one."""
    if document.counted_from is None:
        return ""
    return f"{MARK}{document.words.counted.format(day=figures.day(document.counted_from))}"


def _may_need_two_pages(document: PayslipDocument) -> bool:
    """Whether page numbers are worth their time: a sheet holds some 40 lines beside the head."""
    employee, employer = document.employee, document.employer
    lines = len(document.earnings) + len(document.taxes) + len(document.deductions)
    below = max(len(document.payments), len(document.employer_costs)) + sum(len(m) // 80 + 1 for m in document.messages)
    above = max(len(employee.address), len(employer.address)) + len(employee.facts) + len(employer.identifiers)
    return lines + below + above > 26


def _footer(document: PayslipDocument, figures: Figures) -> str:
    words = document.words
    return " · ".join(
        (
            document.employer.name,
            f"{words.issued} {figures.day(document.day)}",
            f"{words.run} {document.run_hash[:16]}",
        )
    )


def _sum(lines: tuple[Line, ...]) -> int:
    return sum(line.amount for line in lines)


def _to_date(lines: tuple[Line, ...]) -> int:
    return sum(line.to_date for line in lines)
