"""The moves of a run as buttons: what each is called, what it will do, and which one is next for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openhro.payroll.queries import RunView

TABBED = {"prepare": "approvals", "review": "approvals", "client_approve": "approvals"}
"""Moves that are made on a tab, below what must have been looked at."""
AT_ONCE = ("lock", "calculate", "mark_paid", "close")
"""Moves that ask nothing and can be seen or undone at once: one press."""


@dataclass(frozen=True, slots=True)
class Words:
    """A move's button, its page's title, what it does, and what is said when it is done."""

    button: Any
    title: Any
    told: Any
    done: Any
    danger: bool = False
    icon: str = ""


MOVES: dict[str, Words] = {
    "lock": Words(
        gettext_lazy("Lock inputs"), gettext_lazy("Lock inputs"),
        gettext_lazy("From here on an input is late: it is written to the late log and changes no result."),
        gettext_lazy("Inputs are locked. Calculate when you are ready."), icon="lock",
    ),
    "calculate": Words(
        gettext_lazy("Calculate"), gettext_lazy("Calculate"),
        gettext_lazy("Everybody's pay is worked out from the locked inputs, then sealed."),
        gettext_lazy("The calculation has begun. You can leave this page and come back."), icon="pay",
    ),
    "prepare": Words(
        gettext_lazy("Hand to the reviewer"), gettext_lazy("Hand to the reviewer"),
        gettext_lazy("You say that you checked these results. A colleague reviews them next."),
        gettext_lazy("Handed on. A colleague reviews it next; you cannot review your own work."), icon="check",
    ),
    "review": Words(
        gettext_lazy("Approve as reviewer"), gettext_lazy("Approve as reviewer"),
        gettext_lazy("You say that you looked at these results. The client approves them next."),
        gettext_lazy("Reviewed. The client approves it next."), icon="check",
    ),
    "client_approve": Words(
        gettext_lazy("Approve this pay run"), gettext_lazy("Approve this pay run"),
        gettext_lazy("You say yes to exactly these results. Any change to them makes your yes void."),
        gettext_lazy("Approved. Next the money is confirmed, then a second person releases the payments."),
        icon="check",
    ),
    "fund": Words(
        gettext_lazy("Record funding"), gettext_lazy("Record funding"),
        gettext_lazy("The amount must cover the whole cash requirement. An unlock makes it void, like approvals."),
        gettext_lazy("Funding is recorded. Somebody else releases the payments."), icon="pay",
    ),
    "release": Words(
        gettext_lazy("Release payments"), gettext_lazy("Release payments and payslips"),
        gettext_lazy(
            "Bank files, journal and register are made, and everybody's payslip is published. This cannot be taken "
            "back: a correction is a run of its own."
        ),
        gettext_lazy("Released. Bank files are ready; payslips are being written."), icon="check",
    ),
    "mark_paid": Words(
        gettext_lazy("Mark as paid"), gettext_lazy("Mark as paid"), gettext_lazy("The payments have settled."),
        gettext_lazy("Marked as paid."), icon="check",
    ),
    "mark_filed": Words(
        gettext_lazy("Record filings"), gettext_lazy("Record filings"),
        gettext_lazy("Name each filing with the reference under which the authority accepted it."),
        gettext_lazy("The filings are recorded."), icon="document",
    ),
    "close": Words(
        gettext_lazy("Close the run"), gettext_lazy("Close the run"),
        gettext_lazy("Register, bank files, liabilities and journal are compared once more; all must be the same."),
        gettext_lazy("The run is closed. Every book says the same."), icon="lock",
    ),
    "unlock": Words(
        gettext_lazy("Unlock"), gettext_lazy("Unlock this run?"), "", gettext_lazy("Unlocked. Inputs are taken again."),
        danger=True, icon="undo",
    ),
    "cancel": Words(
        gettext_lazy("Cancel the run"), gettext_lazy("Cancel this run?"),
        gettext_lazy("The run is given up. Inputs sent so far stay with the period, and a new run may be opened."),
        gettext_lazy("The run is cancelled. Its inputs stay with the period."), danger=True, icon="cross",
    ),
}  # fmt: skip


def url(run_id: Any, action: str) -> str:
    """The page of a move: it says what will happen, and takes the POST."""
    return reverse("payroll:move", args=[run_id, action])


def button(view: RunView, action: str) -> dict[str, Any]:
    """A move as a button: `direct` posts at once, else `dialog` opens, or the tab where it is made."""
    words = MOVES[action]
    tab = TABBED.get(action)
    return {
        "action": action, "label": words.button, "icon": words.icon, "danger": words.danger,
        "tab": tab or "", "direct": action in AT_ONCE, "dialog": "" if tab else f"move-{action}",
        "url": reverse(f"payroll:{tab}", args=[view.row.id]) + "#approve" if tab else url(view.row.id, action),
    }  # fmt: skip


def next_action(view: RunView, tab: str = "") -> dict[str, Any] | None:
    """The one thing that this reader does next; None where it is somebody else's turn, or `tab` shows it itself."""
    found = _next(view)
    return None if found and tab and found["tab"] == tab else found


def _next(view: RunView) -> dict[str, Any] | None:
    if view.row.state == "locked" and view.job and view.job.state in ("queued", "running"):
        return None
    if view.row.step == "prepare" and "prepare" in view.moves:
        for blocker in view.blockers:
            if blocker.code == "VARIANCE_OPEN":
                said = ngettext("Answer %(n)d change", "Answer %(n)d changes", blocker.count) % {"n": blocker.count}
                return _to(view, "variance", said)
            if blocker.code == "WARNINGS_OPEN":
                said = ngettext("Answer %(n)d warning", "Answer %(n)d warnings", blocker.count) % {"n": blocker.count}
                return _to(view, "checks", said)
    wanted = "lock" if view.row.step == "inputs" else view.row.step
    return button(view, wanted) if wanted in view.moves else None


def _to(view: RunView, tab: str, label: str) -> dict[str, Any]:
    url_ = reverse(f"payroll:{tab}", args=[view.row.id])
    return {"label": label, "url": url_, "icon": "arrow-right", "action": tab, "tab": tab}


def others(view: RunView) -> list[dict[str, Any]]:
    """What else may be done: those that take something back."""
    return [button(view, action) for action in ("unlock", "cancel") if action in view.moves]


def unlocking(view: RunView, approvals: int) -> list[str]:
    """What an unlock makes void, sentence by sentence."""
    if view.calculation_id is None:
        return [_("Inputs are taken again. There are no results yet, so nothing becomes void.")]
    said = [
        _("The results of calculation %(n)d become void; the run is calculated anew.") % {"n": view.calculation},
    ]
    if approvals:
        said.append(
            ngettext(
                "%(n)d approval becomes void and must be given again.",
                "%(n)d approvals become void and must be given again, by three people.", approvals,
            ) % {"n": approvals}
        )  # fmt: skip
    if view.funding:
        said.append(_("The funding on record becomes void and must be recorded again."))
    said.append(_("Answers to warnings and changes are asked anew."))
    return said
