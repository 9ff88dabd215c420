"""The whole example pages of the gallery, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openhro.ui.gallery import payrun, payslip, today
from openhro.ui.gallery.shell import desk, employee


@dataclass(frozen=True, slots=True)
class Example:
    """A template with what it shows; error pages answer with their own status."""

    template: str
    context: Callable[[], dict[str, Any]]
    status: int = 200


def _refusal(status: int, code: str, message: str, rule: str = "") -> Callable[[], dict[str, Any]]:
    """A refusal as core.errors words it."""
    return lambda: {"status": status, "refused": {"code": code, "message": message, "rule": rule}}


MOVED = (
    "Farid Haddad unlocked the November run at 09:31, so the approval you were giving is void. "
    "Possible now: see what changed, wait for the new calculation."
)
NOT_YOURS = "Contracts are for engagement managers."
NO_ENTITY_RULE = "HRO: the client is the employer"
NO_ENTITY = "Halden has no registered employer in Germany, so payroll there needs an EOR engagement."

PAGES: dict[str, Example] = {
    "today": Example("ui/gallery/today.html", lambda: {**desk("Today"), **today.morning()}),
    "pay-run": Example("ui/gallery/pay_run.html", lambda: {**desk("Pay"), **payrun.run()}),
    "person": Example("ui/gallery/person.html", lambda: {**desk("People"), **today.person()}),
    "employee": Example("ui/gallery/employee.html", lambda: {**employee("Home"), **payslip.home()}),
    "payslip": Example("ui/gallery/payslip.html", lambda: {**employee("Pay"), **payslip.slip()}),
    "sign-in": Example("ui/gallery/sign_in.html", lambda: {"provider": {"name": "Northbridge"}}),
    "refused": Example("errors/refused.html", _refusal(403, "FORBIDDEN", NOT_YOURS), 403),
    "rule": Example("errors/refused.html", _refusal(422, "ENTITY_REQUIRED", NO_ENTITY, NO_ENTITY_RULE), 422),
    "not-found": Example("404.html", dict, 404),
    "conflict": Example("errors/refused.html", _refusal(409, "APPROVAL_VOID", MOVED), 409),
    "broken": Example("errors/500.html", lambda: {"reference": "7F3K-20Q9"}, 500),
}
