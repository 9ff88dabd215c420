"""Bank accounts under four eyes: an account that is new since the last pay is looked at by another person than the one
who recorded it, and what is paid goes to the accounts that were in force when the results were sealed.
"""

from __future__ import annotations

import hashlib

import numpy as np

from openhro.core import bulk
from openhro.core.actor import Actor
from openhro.core.bulk import Keys
from openhro.core.errors import Conflict
from openhro.core.permission import check_other_person
from openhro.payroll.models import Calculation, PayRun, Problem
from openhro.payroll.rules.validation import Finding
from openhro.payroll.services.plan import Stretch
from openhro.people import queries as people

CHANGED = "BANK_CHANGED"
_TOLD = (
    "Net pay goes to another account than last time. Ask the employee, by a way that you knew before; who entered the "
    "account cannot answer this."
)


class Paid:
    """The accounts of those who are paid, as one fingerprint; employments come in the order of their ids."""

    def __init__(self, by: Actor, run: PayRun) -> None:
        self.by, self.run, self._seal = by, run, hashlib.sha256()

    def add(self, employments: Keys) -> people.AccountMarks:
        """Count some employments in; returns their accounts."""
        marks = people.account_marks(self.by, self.run.client_id, employments, self.run.period.pay_date)
        self._seal.update(_pairs(marks.employment, marks.account).tobytes())
        return marks

    def seal(self) -> bytes:
        """The fingerprint of all that were counted in."""
        return self._seal.digest()


def _pairs(employments: Keys, accounts: Keys) -> Keys:
    """Employment and account as one key."""
    parts = [np.ascontiguousarray(column).view(np.uint8).reshape(len(column), 16) for column in (employments, accounts)]
    return np.concatenate(parts, axis=1).view("S32")[:, 0]


_BEFORE = """
select employment_id, bank_account_id from payroll_payment
where run_id = %(run)s and employment_id > %(after)s and employment_id <= %(upto)s and bank_account_id is not null
"""


def new_accounts(marks: people.AccountMarks, before: PayRun, stretch: Stretch) -> list[Finding]:
    """A warning for everybody of a stretch who was paid by the run before, and is to be paid to another account now."""
    values = {"run": before.pk, "after": stretch.after, "upto": stretch.upto}
    paid = bulk.read(_BEFORE, values, {"id": "uuid", "account": "uuid"})
    known = np.isin(_pairs(marks.employment, marks.account), _pairs(paid["id"], paid["account"]))
    new = np.unique(marks.employment[np.isin(marks.employment, paid["id"]) & ~known])
    return [Finding.warning(who, CHANGED, _TOLD, "bank_account") for who in bulk.uuids(new)]


def check_answer(by: Actor, problem: Problem) -> None:
    """Whoever recorded an account cannot be the one who says that it is right."""
    run, who = problem.calculation.run, problem.employment_id
    marks = people.account_marks(by, run.client_id, bulk.keys_of([who] if who else []), run.period.pay_date)
    check_other_person(by, *bulk.uuids(marks.recorded_by))


def check_unchanged(calculation: Calculation, paid: Paid) -> None:
    """What is paid goes to the accounts that stood behind the approved results."""
    sealed = bytes(calculation.accounts_hash)
    if sealed and sealed != paid.seal():
        raise Conflict(
            "ACCOUNTS_CHANGED",
            "Bank accounts were changed after these results were sealed; nothing was released. Unlock the run and "
            "calculate it again, so that a second person looks at the new accounts.",
        )
