"""Bank accounts under four eyes: an account that is new since the last pay is looked at by another person than the one
who recorded it, and what is paid goes to the accounts that were in force when the results were sealed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.errors import Conflict
from openhro.core.permission import check_other_person
from openhro.payroll.models import Calculation, Payment, PayRun, Problem
from openhro.payroll.rules.validation import Finding
from openhro.payroll.services.gather import earlier
from openhro.people import queries as people

BATCH = 20_000
CHANGED = "BANK_CHANGED"
_TOLD = (
    "Net pay goes to another account than last time. Ask the employee, by a way that you knew before; who entered the "
    "account cannot answer this."
)


class Paid:
    """The accounts of those who are paid, as one fingerprint; employments come in the order of their ids."""

    def __init__(self, by: Actor, run: PayRun) -> None:
        self.by, self.run, self.seal = by, run, hashlib.sha256()

    def add(self, employments: Iterable[UUID]) -> list[people.AccountMark]:
        """Count some employments in; returns their accounts."""
        marks = people.account_marks(self.by, self.run.client_id, employments, self.run.period.pay_date)
        self.seal.update(b"".join(mark.employment_id.bytes + mark.account_id.bytes for mark in marks))
        return marks


def looked_at(
    by: Actor, run: PayRun, employments: list[UUID], findings: Iterable[Finding]
) -> tuple[bytes, list[Finding]]:
    """The fingerprint of the accounts of everybody who is paid, and a warning for each account that is new."""
    refused = {found.employment_id for found in findings if found.severity == "error"}
    ids = [one for one in employments if one not in refused]
    paid, before = Paid(by, run), _paid_before(run)
    found: dict[UUID, Finding] = {}
    for first in range(0, len(ids), BATCH):
        for mark in paid.add(ids[first : first + BATCH]):
            known = before.get(mark.employment_id)
            if known is not None and mark.account_id not in known:
                found[mark.employment_id] = Finding.warning(mark.employment_id, CHANGED, _TOLD, "bank_account")
    return paid.seal.digest(), list(found.values())


def _paid_before(run: PayRun) -> dict[UUID, set[UUID]]:
    """The accounts that the run before paid to, by employment; who was not paid then is not in it."""
    before = next(iter(earlier(run)), None)
    found: dict[UUID, set[UUID]] = {}
    rows = Payment.objects.filter(run=before.run) if before else Payment.objects.none()
    for employment, account in _accounts(rows.values_list("employment_id", "bank_account_id").iterator()):
        found.setdefault(employment, set()).add(account)
    return found


def _accounts(rows: Iterable[tuple[UUID, UUID | None]]) -> Iterator[tuple[UUID, UUID]]:
    return ((employment, account) for employment, account in rows if account)


def check_answer(by: Actor, problem: Problem) -> None:
    """Whoever recorded an account cannot be the one who says that it is right."""
    run = problem.calculation.run
    marks = people.account_marks(by, run.client_id, [problem.employment_id], run.period.pay_date)
    check_other_person(by, *(mark.recorded_by for mark in marks))


def check_unchanged(calculation: Calculation, paid: Paid) -> None:
    """What is paid goes to the accounts that stood behind the approved results."""
    sealed = bytes(calculation.accounts_hash)
    if sealed and sealed != paid.seal.digest():
        raise Conflict(
            "ACCOUNTS_CHANGED",
            "Bank accounts were changed after these results were sealed; nothing was released. Unlock the run and "
            "calculate it again, so that a second person looks at the new accounts.",
        )
