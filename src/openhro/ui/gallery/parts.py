"""The gallery's own page: example values for every component in its states."""

from datetime import timedelta
from typing import Any

from openhro.ui import charts
from openhro.ui.gallery import payrun, payslip, today
from openhro.ui.gallery.shell import NOW, desk
from openhro.ui.icons import ICONS

PEOPLE_COLUMNS = [
    {"key": "person", "label": "Person", "kind": "person", "sort_url": "#name", "sorted": "ascending"},
    {"key": "site", "label": "Site"},
    {"key": "start", "label": "Since", "kind": "date"},
    {"key": "pay", "label": "Annual pay", "kind": "money", "currency": "GBP"},
    {"key": "state", "label": "State", "kind": "state"},
]


def people() -> list[dict[str, Any]]:
    """Rows for the generic table."""
    facts = [
        ("Margaret Ellis", "Quality Lead", "Leeds", "6 Apr 1998", 4125000, ("warn", "Leaving")),
        ("Tom Okafor", "Assembly Technician", "Leeds", "15 Jun 2026", 3200000, ("good", "Active")),
        ("Jonas Webb", "Production Planner", "Leeds", "1 Feb 2021", 4100000, ("good", "Active")),
        ("Siân Pritchard", "Test Engineer", "Leeds", "3 Sep 2018", 3875000, ("bad", "No bank account")),
    ]
    return [
        {
            "person": {"name": name, "sub": work, "url": "#person"},
            "site": site,
            "start": start,
            "pay": pay,
            "state": {"tone": tone, "label": label},
            "flag": "flag" if tone == "bad" else "",
        }
        for name, work, site, start, pay, (tone, label) in facts
    ]


def drawings() -> dict[str, charts.Chart]:
    """One of each chart."""
    months = ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    sla = charts.Caption(
        "Resolution time has met its target since September",
        "Share of requests resolved in time, by client.",
        charts.Percent(),
    )
    served = [
        charts.Series("Halden", [9620, 9580, 9690, 9740, 9780, 9810]),
        charts.Series("Orchard", [9510, 9600, None, 9720, 9710, 9790]),
    ]
    cost = charts.Caption("Assembly is the largest cost centre", "November gross pay.", charts.Money("GBP"))
    centres = [
        charts.Bar("Assembly", 11243080),
        charts.Bar("Test and calibration", 6410275),
        charts.Bar("Quality", 4022610),
        charts.Bar("Stores and buying", 3012204),
        charts.Bar("Office", 1810050, "rest"),
    ]
    return {
        "line": charts.lines(sla, months, served, target=9700),
        "bars": charts.bars(cost, centres),
        "stacked": payrun.cost_by_month(),
        "waterfall": payrun.headcount(),
        "gantt": payrun.calendar(),
        "shares": payslip.kept(),
    }


def sections() -> dict[str, Any]:
    """Everything the gallery's page needs."""
    spark = charts.Caption("Attainment fell below target", "Last six months:", charts.Percent())
    return {
        **desk("Components"),
        "icons": sorted(ICONS),
        "stages": payrun.STAGES,
        "stages_blocked": payrun.STAGES_BLOCKED,
        "people_columns": PEOPLE_COLUMNS,
        "people": people(),
        "charts": drawings(),
        "spark": charts.sparkline([9920, 9960, 9980, 9900, 9870, 9940], spark, target=9950),
        "parts": payslip.PARTS,
        "employer": payslip.EMPLOYER,
        "tax_steps": payslip.TAX_STEPS,
        "tax_said": payslip.TAX_SAID,
        "sign_offs": [*payrun.SIGN_OFFS, {"role": "Release", "name": "", "state": "locked"}],
        "queue": today.queue(),
        "story": today.person()["story"],
        "facts": today.person()["facts"],
        **_choices(),
    }


def _choices() -> dict[str, Any]:
    """What links, filters, fields and clocks show."""
    return {
        "crumbs": [
            {"label": "Pay", "url": "#"},
            {"label": "Halden Instruments Ltd", "url": "#"},
            {"label": "November 2026"},
        ],
        "tabs": [
            {"label": "Overview", "url": "#tabs", "current": True},
            {"label": "Inputs", "url": "#tabs", "count": 41},
            {"label": "Checks", "url": "#tabs", "count": 2, "hot": True},
            {"label": "Files", "url": "#tabs", "count": 0},
        ],
        "applied": [{"label": "Site: Leeds", "url": "#filter"}, {"label": "Starts after 1 Jan 2018", "url": "#filter"}],
        "sites": [("", "All sites"), ("leeds", "Leeds"), ("denver", "Denver"), ("austin", "Austin")],
        "frequencies": [("m", "Monthly"), ("s", "Twice a month"), ("w", "Weekly")],
        "errors": [{"name": "bank-wrong", "text": "Sort code: it has six digits, and this has five."}],
        "menu_items": [
            {"label": "Export as CSV", "icon": "download", "url": "#"},
            {"label": "Export as XLSX", "icon": "download", "url": "#"},
        ],
        "due_late": NOW - timedelta(days=1, hours=3),
        "due_soon": NOW + timedelta(hours=3, minutes=20),
        "due_later": NOW + timedelta(days=6),
    }
