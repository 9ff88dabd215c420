"""The November pay run of Halden's British company: 84 people, waiting for the client."""

from datetime import UTC, date, datetime
from typing import Any

from openhro.ui import charts
from openhro.ui.gallery.shell import NOW, page_url

CUT_OFF = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
GROSS, NET, COST = 26498219, 20411763, 30237634
GROSS_BEFORE, NET_BEFORE, COST_BEFORE = 25831044, 19934502, 29489817

STAGES = [
    {"label": "Opened", "state": "done", "when": "2 Nov"},
    {"label": "Inputs", "state": "done", "when": "18 Nov"},
    {"label": "Locked", "state": "done", "when": "19 Nov"},
    {"label": "Calculated", "state": "done", "when": "23 Nov"},
    {"label": "Reviewed", "state": "done", "when": "24 Nov"},
    {"label": "Client approval", "state": "current", "when": "by 26 Nov"},
    {"label": "Funded", "when": "27 Nov"},
    {"label": "Released", "when": "27 Nov"},
    {"label": "Paid", "when": "30 Nov"},
    {"label": "Filed", "when": "30 Nov"},
    {"label": "Closed"},
]

STAGES_BLOCKED = [
    {"label": "Opened", "state": "done", "when": "2 Nov"},
    {"label": "Inputs", "state": "done", "when": "18 Nov"},
    {"label": "Locked", "state": "blocked", "when": "due 19 Nov"},
    {"label": "Calculated"},
    {"label": "Approved"},
    {"label": "Paid", "when": "30 Nov"},
]

TABS = [
    ("Overview", None),
    ("Inputs", 41),
    ("Checks", 0),
    ("Results", 84),
    ("Variance", 9),
    ("Approvals", None),
    ("Files", 3),
]

SIGN_OFFS = [
    {
        "role": "Prepared",
        "name": "Ben Carter",
        "state": "approved",
        "detail": "23 Nov 2026, 16:12 GMT · results",
        "hash": "9f2c 41ab",
    },
    {
        "role": "Reviewed",
        "name": "Farid Haddad",
        "state": "approved",
        "detail": "24 Nov 2026, 10:05 GMT · results",
        "hash": "9f2c 41ab",
    },
    {
        "role": "Client approves",
        "name": "Cora Whitfield",
        "state": "waiting",
        "detail": "Asked on 24 Nov 2026, opened today at 09:28",
    },
]

CASH = [
    {"label": "Net pay, 84 people", "minor": 20411763, "url": "#net", "note": "Bacs, 30 Nov 2026"},
    {
        "label": "HMRC",
        "minor": 8132933,
        "url": "#hmrc",
        "note": "Tax, National Insurance, student loans; by 22 Dec 2026",
    },
    {"label": "Pension provider", "minor": 1692938, "url": "#pension", "note": "Both shares; by 22 Dec 2026"},
]


def _change(name: str, work: str, element: str, amounts: tuple[int, int], reason: str) -> dict[str, Any]:
    prior, current = amounts
    return {
        "name": name,
        "work": work,
        "element": element,
        "prior": prior,
        "current": current,
        "reason": reason,
        "flag": "" if reason else "flag",
    }


VARIANCE = [
    _change("Siân Pritchard", "Test Engineer", "Overtime", (0, 141250), ""),
    _change("Amara Lindqvist", "Buyer", "Basic pay", (0, 210417), "Hired on 10 November: 21 of 30 days"),
    _change("Colin Marsh", "Storekeeper", "Basic pay", (287500, 0), "Left on 31 October"),
    _change("Jonas Webb", "Production Planner", "Basic pay", (320833, 341667), "New rate from 1 November"),
    _change("Tom Okafor", "Assembly Technician", "Shift premium", (0, 18640), "8 night shifts, approved by Ruth Adler"),
]


def headcount() -> charts.Chart:
    """From October's 82 to November's 84."""
    steps = [
        charts.Step("October", 82, "total"),
        charts.Step("Starters", 3),
        charts.Step("Returned", 1),
        charts.Step("Leavers", -2),
        charts.Step("November", 84, "total"),
    ]
    said = charts.Caption(
        "84 people are paid, two more than in October",
        "Headcount walk from the October run to this one.",
        charts.Count("people"),
    )
    return charts.waterfall(said, steps)


def cost_by_month() -> charts.Chart:
    """What Halden's British payroll cost since June, in three parts."""
    labels = ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    series = [
        charts.Series("Gross pay", [25210430, 25488210, 25402115, 25790680, GROSS_BEFORE, GROSS]),
        charts.Series("Employer’s National Insurance", [2893120, 2925040, 2915160, 2959830, 2979410, 3041277]),
        charts.Series("Employer’s pension", [661940, 668830, 667020, 677480, 679363, 698138]),
    ]
    said = charts.Caption(
        "Employer cost rose by 2.5% to £302,376 in November",
        "Monthly cost of the British payroll, stacked.",
        charts.Money("GBP"),
    )
    return charts.columns(said, labels, series)


def calendar() -> charts.Chart:
    """The run's steps in time."""
    spans = [
        charts.Span("Inputs", date(2026, 11, 2), date(2026, 11, 18), "4", "on time"),
        charts.Span("Checks", date(2026, 11, 19), date(2026, 11, 20), "4", "on time"),
        charts.Span("Calculation", date(2026, 11, 23), date(2026, 11, 23), "4", "on time"),
        charts.Span("Approvals", date(2026, 11, 23), date(2026, 11, 26), "1", "two of three"),
        charts.Span("Funding", date(2026, 11, 26), date(2026, 11, 27), "rest", "to come"),
        charts.Span("Bacs", date(2026, 11, 27), date(2026, 11, 30), "rest", "to come"),
    ]
    said = charts.Caption("The run is on time with a day to spare", "Steps of the November run.", charts.Count("days"))
    return charts.gantt(said, spans, today=NOW.date())


def run() -> dict[str, Any]:
    """Everything on the pay run page."""
    cost = charts.Caption("Employer cost went up", "Last six months:", charts.Money("GBP"))
    crumbs = [
        {"label": "Pay", "url": page_url("today")},
        {"label": "Halden Instruments Ltd", "url": "#client"},
        {"label": "November 2026"},
    ]
    tabs = [
        {"label": label, "url": f"#{label.lower()}", "count": count, "current": label == "Overview"}
        for label, count in TABS
    ]
    return {
        "crumbs": crumbs,
        "stages": STAGES,
        "tabs": tabs,
        "due": CUT_OFF,
        "pay_day": date(2026, 11, 30),
        "gross": GROSS,
        "gross_before": GROSS_BEFORE,
        "net": NET,
        "net_before": NET_BEFORE,
        "cost": COST,
        "cost_before": COST_BEFORE,
        "cash": CASH,
        "variance": VARIANCE,
        "variance_columns": [
            {"label": "Person"},
            {"label": "Element"},
            {"label": "October", "kind": "money"},
            {"label": "November", "kind": "money"},
            {"label": "Change", "kind": "money", "sorted": "descending", "sort_url": "#sort"},
            {"label": "Reason"},
        ],
        "sign_offs": SIGN_OFFS,
        "headcount": headcount(),
        "cost_chart": cost_by_month(),
        "calendar": calendar(),
        "cost_spark": charts.sparkline([28765490, 29082080, 28984295, 29427990, COST_BEFORE, COST], cost),
    }
