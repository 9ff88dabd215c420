"""What a contract says on paper: the two sides, the head, who employs, scope, prices, what an amendment changes, and at
the end who signed. Amounts are int minor units of `currency`; percentages are `Decimal`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openhro.core.documents import Brand


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the contract: name and address lines."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scoped:
    """Work in scope: what, for the people of which company, who does it, and on which days."""

    function: str
    company: str
    who: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Priced:
    """A price: what it is for, its amounts each with a label ("1 to 50"), or a percentage; `notes` follow in words."""

    label: str
    amounts: tuple[tuple[str, int], ...]
    percent: Decimal | None
    notes: tuple[str, ...]
    bounds: tuple[tuple[str, int], ...]
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Signed:
    """The record of a signature: for which side, by whom, when (written out, UTC), by which way, on which paper."""

    side: str
    name: str
    when: str
    how: str
    paper: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words that the paper prints; a caller gives them in the reader's language."""

    between: str = "Client"
    and_: str = "Provider"
    head: str = "Terms"
    employs: str = "Who employs"
    changes: str = "What this amendment changes"
    reason: str = "Why"
    scope: str = "Scope"
    prices: str = "Prices"
    function: str = "Function"
    company: str = "For the people of"
    who: str = "Done by"
    days: str = "Days"
    price: str = "Price"
    amount: str = "Amount"
    signatures: str = "Signatures"
    unsigned: str = "Not signed yet."
    fingerprint: str = "Fingerprint of the terms (SHA-256)"
    paper: str = "Paper that was signed (SHA-256)"
    open_end: str = "open"


@dataclass(frozen=True, slots=True)
class ContractPaper:
    """One version of a contract, dated `day`; with `signed` it is the edition that bears both signatures."""

    brand: Brand
    title: str
    subtitle: str
    client: Party
    provider: Party
    day: date
    head: tuple[tuple[str, str], ...]
    employs: tuple[tuple[str, str], ...]
    scope: tuple[Scoped, ...]
    prices: tuple[Priced, ...]
    terms_hash: str
    currency: str
    country: str
    language: str = "en-GB"
    direction: str = "ltr"
    changes: tuple[str, ...] = ()
    reason: str = ""
    signed: tuple[Signed, ...] = ()
    words: Words = field(default_factory=Words)
