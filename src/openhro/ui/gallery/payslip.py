"""Tom's payslip for November, and how its tax came about."""

from datetime import date
from typing import Any

from openhro.ui import charts

NET = 225441
NET_BEFORE = 212765

PARTS = [
    {
        "title": "What you earned",
        "lines": [
            {"label": "Basic pay", "minor": 266667, "year": 1452001, "note": "£32,000.00 a year", "url": "#basic"},
            {
                "label": "Shift premium",
                "minor": 18640,
                "year": 18640,
                "note": "8 night shifts at £23.30",
                "url": "#shift",
            },
        ],
        "total": {"label": "Gross pay", "minor": 285307, "year": 1470641},
    },
    {
        "title": "What was taken off",
        "lines": [
            {"label": "Income tax", "minor": 33760, "year": 170220, "note": "Tax code 1257L M1", "url": "#tax"},
            {"label": "National Insurance", "minor": 14441, "year": 75688, "note": "Category A", "url": "#ni"},
            {"label": "Pension", "minor": 11665, "year": 57315, "note": "5% of qualifying earnings", "url": "#pension"},
        ],
        "total": {"label": "Deductions", "minor": 59866, "year": 303223},
    },
    {
        "title": "What you are paid",
        "lines": [],
        "net": True,
        "total": {"label": "Net pay", "minor": 225441, "year": 1167418},
    },
]

EMPLOYER = [
    {
        "title": "What Halden pays on top",
        "lines": [
            {"label": "Employer’s National Insurance", "minor": 36546, "year": 188420, "url": "#er-ni"},
            {"label": "Employer’s pension", "minor": 6999, "year": 34389, "note": "3%", "url": "#er-pension"},
        ],
    }
]

GUIDE = "https://www.gov.uk/government/publications/paye-technical-specifications"
TAX_STEPS = [
    {
        "label": "Pay this month, less pension",
        "line": "Pₙ",
        "minor": 273642,
        "rule": "Net pay arrangement: pension first",
    },
    {
        "label": "Free pay for code 1257L, one month",
        "line": "Stage 2",
        "minor": 104826,
        "rule": "M1: this month alone, because no P45 came with you",
        "citation": "HMRC, Specification for PAYE tax table routines, section 4.4",
        "url": GUIDE,
    },
    {
        "label": "Taxable pay, rounded down to a whole pound",
        "line": "Stage 3",
        "minor": 168800,
        "rule": "£1,688.16 → £1,688",
    },
    {
        "label": "Tax at the basic rate, 20%",
        "line": "Stage 5",
        "minor": 33760,
        "result": True,
        "citation": "Income Tax Act 2007, section 10",
        "url": "https://www.legislation.gov.uk/ukpga/2007/3/section/10",
    },
]
TAX_SAID = "Your tax went up by £35.40 because you were paid £186.40 of shift premium in November."


def kept() -> charts.Chart:
    """Where Tom's gross pay went."""
    said = charts.Caption("You keep 79p of every pound", "Where your £2,853.07 went.", charts.Money("GBP"))
    parts = [
        charts.Bar("Net pay", NET),
        charts.Bar("Income tax", 33760, "2"),
        charts.Bar("National Insurance", 14441, "3"),
        charts.Bar("Pension", 11665, "4"),
    ]
    return charts.shares(said, parts)


def slip() -> dict[str, Any]:
    """Everything on the payslip page."""
    facts = [
        {"label": "Employer", "value": "Halden Instruments Ltd", "source": "PAYE reference 120/HA4471"},
        {"label": "Payroll number", "value": "HAL-UK-0207"},
        {"label": "National Insurance number", "value": "•• •• •• 41 C"},
        {"label": "Tax period", "value": "Month 8, 2026–27"},
    ]
    return {
        "net": NET,
        "net_before": NET_BEFORE,
        "pay_day": date(2026, 11, 30),
        "parts": PARTS,
        "kept": kept(),
        "employer": EMPLOYER,
        "tax_steps": TAX_STEPS,
        "tax_said": TAX_SAID,
        "tax": 33760,
        "facts": facts,
    }


def home() -> dict[str, Any]:
    """The employee's first page."""
    tasks = [
        {"icon": "document", "title": "Your November payslip is ready", "sub": "Published today at 08:00", "url": "#"},
        {
            "icon": "shield",
            "title": "Read the new lone-working policy",
            "sub": "By 4 December, about 5 minutes",
            "url": "#",
        },
        {"icon": "book", "title": "Manual handling refresher", "sub": "By 12 December, 20 minutes", "url": "#"},
    ]
    leave = [
        {"label": "Annual leave left", "value": "6.5 days", "source": "of 15.5 days in 2026", "url": "#leave"},
        {"label": "Booked next", "value": "23–24 Dec 2026", "source": "Approved by Ruth Adler"},
    ]
    return {"net": NET, "net_before": NET_BEFORE, "pay_day": date(2026, 11, 30), "tasks": tasks, "leave": leave}
