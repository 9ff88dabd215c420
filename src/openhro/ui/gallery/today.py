"""A payroll specialist's morning: what is late, due, blocked or waiting."""

from datetime import UTC, date, datetime
from typing import Any

from openhro.ui import charts
from openhro.ui.gallery.shell import page_url


def _row(title: str, client: str, work: str, due: datetime, action: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "client": client, "work": work, "due": due, "action": action, "url": "#", **more}


def _at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def queue() -> list[dict[str, Any]]:
    """Three groups, most pressing first."""
    first = [
        _row(
            "Answer overtime of Siân Pritchard",
            "Halden Ltd",
            "Variance",
            _at(24, 17),
            "Answer",
            detail="No reason found",
        ),
        _row("Two bank changes after the cut-off", "Halden Inc.", "Inputs", _at(25, 8), "Decide", figure="2 people"),
    ]
    first[0]["primary"] = True
    second = [
        _row(
            "November run, client approval",
            "Halden Ltd",
            "Pay run",
            _at(25, 17),
            "Remind",
            figure="84 people",
            url=page_url("pay-run"),
        ),
        _row("Fund the November run", "Halden Inc.", "Pay run", _at(25, 19, 30), "Open", blocked="no funds received"),
        _row("Check starter form of Amara Lindqvist", "Halden Ltd", "People", _at(25, 23), "Check"),
    ]
    third = [
        _row("Submit FPS for November", "Halden Ltd", "Filing", _at(30, 23, 59), "Open", detail="After payment"),
        _row("October 941 tie-out", "Halden Inc.", "Filing", _at(2, 17, month=12), "Open", figure="149 people"),
        _row("Pack sg not installed yet", "Halden, Singapore", "Pay run", _at(4, 17, month=12), "Open", state="paused"),
    ]
    groups = [("Late", first), ("Due today", second), ("This week and next", third)]
    return [{"label": label, "rows": rows} for label, rows in groups]


def morning() -> dict[str, Any]:
    """Everything on the page Today."""
    said = charts.Caption("Attainment fell below target in October", "Last six months:", charts.Percent())
    attainment = charts.sparkline([9920, 9960, 9980, 9900, 9870, 9940], said, target=9950)
    right = charts.Caption("Right first time is rising", "Last six months:", charts.Percent())
    first_time = charts.sparkline([9790, 9810, 9860, 9880, 9910, 9930], right)
    upcoming = [
        {
            "title": "Halden Inc., semi-monthly",
            "when": "30 November",
            "body": "149 people · waiting for funds",
            "tone": "warn",
            "future": True,
        },
        {"title": "Halden Ltd, monthly", "when": "30 November", "body": "84 people · client approval", "future": True},
        {
            "title": "Orchard Foods, mensuel",
            "when": "5 December",
            "body": "Inputs open until 27 November",
            "tone": "plain",
            "future": True,
        },
    ]
    return {
        "groups": queue(),
        "attainment": attainment,
        "first_time": first_time,
        "upcoming": upcoming,
        "today": date(2026, 11, 25),
    }


def person() -> dict[str, Any]:
    """A person and their story."""
    story = [
        {"title": "Retires", "when": "31 December 2026", "who": "planned", "tone": "plain", "future": True},
        {
            "title": "Pay rose to £41,250.00",
            "when": "1 April 2026",
            "body": "3.1%, annual review",
            "who": "approved by Ruth Adler",
        },
        {
            "title": "Moved to Quality, Leeds",
            "when": "1 September 2019",
            "who": "recorded by the import of 2 March 2026",
        },
        {
            "title": "Joined as Assembly Technician",
            "when": "6 April 1998",
            "body": "Halden Instruments Ltd",
            "tone": "good",
        },
    ]
    facts = [
        {
            "label": "Employer",
            "value": "Halden Instruments Ltd",
            "source": "ENG-HAL-01 · HRO: the client is the employer",
        },
        {"label": "Tax code", "value": "1257L", "source": "HMRC notice P9, from 6 April 2026", "url": "#code"},
        {"label": "NI category", "value": "A", "url": "#letter"},
        {"label": "Bank account", "value": "•••• 4471", "source": "changed 3 May 2024"},
    ]
    return {"story": story, "facts": facts, "crumbs": [{"label": "People", "url": "#"}, {"label": "Margaret Ellis"}]}
