"""The whole example pages of the gallery, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openhro.ui.gallery import payrun, payslip, today
from openhro.ui.gallery.shell import desk, employee, page_url


@dataclass(frozen=True, slots=True)
class Example:
    """A template with what it shows; error pages answer with their own status."""

    template: str
    context: Callable[[], dict[str, Any]]
    status: int = 200


def _conflict() -> dict[str, Any]:
    return {
        "message": "The November run was unlocked at 09:31 by Farid Haddad, so the approval you were giving is void.",
        "legal": [
            {"label": "See what changed since you opened it", "url": "#"},
            {"label": "Wait for the new calculation", "url": page_url("pay-run")},
        ],
        "code": "APPROVAL_VOID",
        "back": page_url("pay-run"),
    }


PAGES: dict[str, Example] = {
    "today": Example("ui/gallery/today.html", lambda: {**desk("Today"), **today.morning()}),
    "pay-run": Example("ui/gallery/pay_run.html", lambda: {**desk("Pay"), **payrun.run()}),
    "person": Example("ui/gallery/person.html", lambda: {**desk("People"), **today.person()}),
    "employee": Example("ui/gallery/employee.html", lambda: {**employee("Home"), **payslip.home()}),
    "payslip": Example("ui/gallery/payslip.html", lambda: {**employee("Pay"), **payslip.slip()}),
    "sign-in": Example("ui/gallery/sign_in.html", lambda: {"provider": {"name": "Northbridge"}}),
    "refused": Example("403.html", lambda: {"need": "engagements.contract:view"}, 403),
    "not-found": Example("404.html", dict, 404),
    "conflict": Example("409.html", _conflict, 409),
    "broken": Example("500.html", lambda: {"reference": "7F3K-20Q9"}, 500),
}
