"""What a Bacs submission says: who submits, from which account, whom it pays, and on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["MAX_AMOUNT_PENCE", "MAX_CREDIT_PENCE", "Account", "Credit", "Submission"]

CREDIT, CONTRA = "99", "17"
MAX_CREDIT_PENCE = 2_000_000_000  # GBP 20 million an item
MAX_AMOUNT_PENCE = 99_999_999_999  # eleven digits: what a contra can hold


@dataclass(frozen=True, slots=True)
class Account:
    """A UK account: six-digit sort code, eight-digit account number, and its holder's name (18 characters are sent)."""

    sort_code: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Credit:
    """One payment of `amount` int pence. `reference` is what the payee's statement shows (18 characters are sent).

    `processing` is given in a multi-day submission only: the day before the money arrives.
    """

    to: Account
    amount: int
    reference: str
    processing: date | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A file of credits from one account.

    `serial`: six letters or digits, not all zeros, unused for three months. `service_user` is the six-digit SUN,
    `user_name` what payees see. `processing` is the processing day, in a multi-day submission the first one. All dates
    are given by the caller: the same `Submission` is the same bytes.
    """

    serial: str
    service_user: str
    user_name: str
    account: Account
    created: date
    processing: date
    credits: tuple[Credit, ...]
    expires: date | None = None
    file_number: int = 1
    narrative: str = "PAY CONTRA"

    @property
    def is_multi_day(self) -> bool:
        """Each credit carries its own processing day."""
        return any(credit.processing for credit in self.credits)

    @property
    def total(self) -> int:
        """The sum of the credits in pence."""
        return sum(credit.amount for credit in self.credits)
