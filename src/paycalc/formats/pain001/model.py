"""What a payment initiation says: who pays, from which account, on which day, and whom; and how IBANs are proved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from paycalc.formats.records import FormatError

__all__ = ["MAX_TRANSFER_CENTS", "NAMESPACE", "Address", "Message", "Party", "Transfer", "check_bic", "check_iban"]

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MAX_TRANSFER_CENTS = 99_999_999_999  # EPC: EUR 999,999,999.99 a transfer
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


@dataclass(frozen=True, slots=True)
class Address:
    """A structured postal address, as SEPA asks for payments out of the EEA: town and country at least."""

    town: str
    country: str
    street: str = ""
    building: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A name (70 characters are sent) with its IBAN; the BIC may be left out, the bank then finds it by the IBAN."""

    name: str
    iban: str
    bic: str = ""
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment of `amount` int euro cents; `reference` comes back with a return, `text` is for the payee."""

    to: Party
    amount: int
    reference: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A file of transfers from one account on one day.

    `number` (35 characters) is unused by this sender before; the bank refuses the second. `execution` is the day on
    which the account is debited, a TARGET day. `purpose` SALA tells the banks that this is pay, which keeps single
    amounts out of the statement. Times are given by the caller: the same `Message` is the same bytes.
    """

    number: str
    created: datetime
    debtor: Party
    execution: date
    transfers: tuple[Transfer, ...]
    purpose: str = "SALA"

    @property
    def total(self) -> int:
        """The sum of the transfers in euro cents."""
        return sum(one.amount for one in self.transfers)


def check_iban(iban: str, whose: str) -> None:
    """ISO 13616: the form, and a remainder of 1 by 97 with the first four characters last and letters as numbers."""
    if not _IBAN.fullmatch(iban):
        raise FormatError("iban", f"The IBAN of {whose} has letters and digits in the wrong places or number.", "IBAN")
    moved = iban[4:] + iban[:4]
    if int("".join(str(int(character, 36)) for character in moved)) % 97 != 1:
        raise FormatError("iban", f"The check digits of {whose}'s IBAN do not fit.", "IBAN")


def check_bic(bic: str, whose: str) -> None:
    """ISO 9362: 8 or 11 characters; empty is allowed, SEPA needs the IBAN alone."""
    if bic and not _BIC.fullmatch(bic):
        raise FormatError("bic", f"The BIC of {whose} has 8 or 11 letters and digits, but is '{bic}'.", "BICFI")
