"""What a NACHA file says: file, batches, entries, addenda; the transaction codes; the routing number's check digit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from paycalc.formats.records import DIGITS, FormatError

__all__ = [
    "CREDIT_DIGITS",
    "HASH_MODULUS",
    "LIVE_CREDITS",
    "LIVE_DEBITS",
    "MAX_BATCH_RECORDS",
    "MAX_ENTRY_CENTS",
    "MAX_FILE_RECORDS",
    "MAX_TOTAL_CENTS",
    "PRENOTES",
    "WRITABLE",
    "AccountType",
    "Addenda",
    "Batch",
    "Change",
    "Entry",
    "File",
    "Offset",
    "Return",
    "Totals",
    "check_routing",
    "is_routing",
    "service_class_of",
    "totals_of",
]

AccountType = Literal["checking", "savings"]

# Transaction codes (Nacha Operating Rules, appendix "Transaction codes").
LIVE_CREDITS = frozenset({"22", "32", "42", "52"})
LIVE_DEBITS = frozenset({"27", "37", "47", "55"})
PRENOTES = frozenset({"23", "28", "33", "38", "43", "48", "53"})
WRITABLE = LIVE_CREDITS | LIVE_DEBITS | PRENOTES
CREDIT_DIGITS = frozenset("01234")  # second digit of a transaction code: 0-4 credit, 5-9 debit

MAX_ENTRY_CENTS = 9_999_999_999
MAX_TOTAL_CENTS = 999_999_999_999
MAX_BATCH_RECORDS = 999_999
MAX_FILE_RECORDS = 99_999_999
HASH_MODULUS = 10**10


@dataclass(frozen=True, slots=True)
class Addenda:
    """An 05 addenda: up to 80 characters that travel with the entry."""

    text: str


@dataclass(frozen=True, slots=True)
class Return:
    """A 99 addenda: the entry came back. `original_trace` is the trace number that we had given it."""

    code: str
    original_trace: str
    original_dfi: str = ""
    information: str = ""
    date_of_death: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A 98 addenda: notification of change; `corrected` holds the right data as the code defines them."""

    code: str
    original_trace: str
    original_dfi: str = ""
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One payment.

    `routing` has nine digits; `amount` is int cents (0 for a prenote). `trace` is empty until the file is written:
    `write` numbers the entries, `read` reports the numbers.
    """

    routing: str
    account: str
    amount: int
    name: str
    individual_id: str = ""
    transaction: str = "22"
    addenda: tuple[Addenda | Return | Change, ...] = ()
    discretionary: str = ""
    trace: str = ""

    @classmethod
    def credit(
        cls, routing: str, account: str, amount: int, name: str, account_type: AccountType = "checking"
    ) -> Entry:
        """A live credit of `amount` cents."""
        return cls(routing, account, amount, name, transaction="32" if account_type == "savings" else "22")

    @classmethod
    def prenote(cls, routing: str, account: str, name: str, account_type: AccountType = "checking") -> Entry:
        """A zero entry that asks the bank whether the account takes credits."""
        return cls(routing, account, 0, name, transaction="33" if account_type == "savings" else "23")

    @property
    def is_credit(self) -> bool:
        """Credits the receiver (prenotes and returns of credits included)."""
        return self.transaction[1:] in CREDIT_DIGITS

    @property
    def is_prenote(self) -> bool:
        """A zero entry that tests the account."""
        return self.transaction in PRENOTES


@dataclass(frozen=True, slots=True)
class Offset:
    """The originator's own account, debited with the batch's credits so that the batch balances."""

    routing: str
    account: str
    name: str
    account_type: AccountType = "checking"


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries of one company, description and effective date.

    `company_id` is what the bank assigned (often 1 and the EIN); `odfi` the first eight digits of the originating
    bank's routing number. With `offset`, writing adds the balancing debit; what `read` returns has it as an entry.
    `number` and `service_class` are filled by `read`; `write` derives them. `effective` is None only in a file that
    came back without one.
    """

    company_name: str
    company_id: str
    description: str
    effective: date | None
    odfi: str
    entries: tuple[Entry, ...]
    offset: Offset | None = None
    sec: str = "PPD"
    discretionary: str = ""
    descriptive_date: str = ""
    number: int = 0
    service_class: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file for one bank.

    `destination` is a nine-digit routing number; `origin` a nine-digit routing number or the ten characters that the
    bank assigned. `created` is given by the caller: the same `File` is the same bytes. `modifier` A-Z 0-9 tells apart
    files of one day. `first_trace` continues the originator's sequence (1 to 9,999,999).
    """

    destination: str
    origin: str
    created: datetime
    batches: tuple[Batch, ...]
    modifier: str = "A"
    destination_name: str = ""
    origin_name: str = ""
    reference: str = ""
    first_trace: int = 1


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals of a batch or a file: records counted, hash (ten low digits), debit and credit in cents."""

    count: int = 0
    hash: int = 0
    debit: int = 0
    credit: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.count + other.count,
            (self.hash + other.hash) % HASH_MODULUS,
            self.debit + other.debit,
            self.credit + other.credit,
        )


def totals_of(entries: tuple[Entry, ...]) -> Totals:
    """Count, hash and cents of entries and their addenda."""
    return Totals(
        sum(1 + len(entry.addenda) for entry in entries),
        sum(int(entry.routing[:8]) for entry in entries) % HASH_MODULUS,
        sum(entry.amount for entry in entries if not entry.is_credit),
        sum(entry.amount for entry in entries if entry.is_credit),
    )


def service_class_of(entries: tuple[Entry, ...]) -> str:
    """220 credits only, 225 debits only, 200 both."""
    kinds = {entry.is_credit for entry in entries}
    if len(kinds) == 2:
        return "200"
    return "220" if True in kinds else "225"


def is_routing(routing: str) -> bool:
    """Nine digits whose sum weighted 3-7-1 is a multiple of ten (ABA routing number)."""
    if len(routing) != 9 or not DIGITS.issuperset(routing):
        return False
    weighted = zip(map(int, routing), (3, 7, 1) * 3, strict=True)
    return sum(digit * weight for digit, weight in weighted) % 10 == 0 and routing != "000000000"


def check_routing(routing: str, field: str, line: int = 0) -> None:
    """Raise `FormatError` `routing` unless the number passes its check digit."""
    if not is_routing(routing):
        message = f"{field} '{routing}' is not a routing number: nine digits that pass the 3-7-1 check."
        raise FormatError("routing", message, field, line)
