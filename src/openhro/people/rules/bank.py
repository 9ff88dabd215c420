"""Bank accounts: what each scheme asks, checksums, and how net pay is split over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from openhro.core.errors import Conflict, Invalid
from openhro.people.rules.specs import Account

SCHEMES = ("ach", "bacs", "sepa", "cheque")


def check_account(account: Account) -> Account:
    """The account in its one written form; refuses wrong numbers and checksums, never quoting them."""
    if account.scheme not in SCHEMES:
        raise Invalid("BANK_SCHEME", f"Choose one of {', '.join(SCHEMES)}.", field="scheme")
    if account.kind not in ("checking", "savings"):
        raise Invalid("BANK_KIND", "Choose checking or savings.", field="kind")
    if not account.holder.strip():
        raise Invalid("REQUIRED", "Give the account holder's name as the bank has it.", field="holder")
    _check_share(account)
    return {"ach": _ach, "bacs": _bacs, "sepa": _sepa, "cheque": _cheque}[account.scheme](account)


def aba_checksum(routing: str) -> bool:
    """The 3-7-1 check of a US routing number."""
    return sum(int(digit) * weight for digit, weight in zip(routing, (3, 7, 1) * 3, strict=True)) % 10 == 0


def _ach(account: Account) -> Account:
    routing, number = "".join(account.routing.split()), "".join(account.account.split()).upper()
    if not re.fullmatch("[0-9]{9}", routing) or not aba_checksum(routing) or routing == "0" * 9:
        raise Invalid(
            "BANK_ROUTING", "The routing number is wrong: nine digits, the last one a check.", field="routing"
        )
    if not re.fullmatch("[0-9A-Z-]{4,17}", number):
        raise Invalid("BANK_ACCOUNT", "The account number is wrong: 4 to 17 digits or letters.", field="account")
    return replace(account, routing=routing, account=number)


def _bacs(account: Account) -> Account:
    sort_code, number = re.sub(r"[\s-]", "", account.routing), re.sub(r"[\s-]", "", account.account)
    if not re.fullmatch("[0-9]{6}", sort_code) or sort_code == "000000":
        raise Invalid("BANK_SORT_CODE", "The sort code is wrong: six digits.", field="routing")
    if not re.fullmatch("[0-9]{8}", number):
        raise Invalid(
            "BANK_ACCOUNT",
            "The account number is wrong: eight digits; put zeros before a shorter one.",
            field="account",
        )
    return replace(account, routing=sort_code, account=number)


def _sepa(account: Account) -> Account:
    # The bank registry behind schwifty takes half a second to load: only who needs it waits.
    from schwifty import BIC, IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        number = str(IBAN(account.account))
    except (SchwiftyException, ValueError):
        raise Invalid("BANK_IBAN", "The IBAN is wrong: its check digits do not fit.", field="account") from None
    try:
        bic = str(BIC(account.routing)) if account.routing.strip() else ""
    except (SchwiftyException, ValueError):
        raise Invalid("BANK_BIC", "The BIC is wrong: 8 or 11 letters and digits.", field="routing") from None
    return replace(account, routing=bic, account=number)


def _cheque(account: Account) -> Account:
    if account.account.strip() or account.routing.strip():
        raise Invalid(
            "BANK_CHEQUE",
            "A cheque needs no account: leave the numbers out, or choose another scheme.",
            field="account",
        )
    return replace(account, account="", routing="")


def _check_share(account: Account) -> None:
    wanted = {"remainder": (False, False), "amount": (True, False), "percent": (False, True)}.get(account.split)
    if wanted is None:
        raise Invalid("BANK_SPLIT", "Choose remainder, amount or percent.", field="split")
    if (account.split_minor is not None, account.split_percent is not None) != wanted:
        raise Invalid(
            "BANK_SPLIT", "Give the amount or the percent that the split names, and only that.", field="split"
        )
    if account.split_minor is not None and not 0 < account.split_minor < 10**12:
        raise Invalid("BANK_SPLIT", "The amount is above zero.", field="split_minor")
    percent = account.split_percent
    if percent is not None and not (percent.is_finite() and 0 < percent <= 100 and percent == round(percent, 2)):
        raise Invalid("BANK_SPLIT", "The percent is above 0, at most 100, with two decimals.", field="split_percent")
    if not 1 <= account.priority <= 99:
        raise Invalid("BANK_PRIORITY", "The priority is a number from 1 to 99.", field="priority")


def check_split(accounts: Sequence[tuple[int, str, Decimal | None]]) -> None:
    """All accounts of a day as (priority, split, percent): one takes the rest, none share a place, 100 % at most."""
    if not accounts:
        return
    places = [priority for priority, _, _ in accounts]
    if len(set(places)) != len(places):
        raise Conflict(
            "BANK_PRIORITY_TAKEN", "Another account has this priority already; give a free one.", field="priority"
        )
    if [split for _, split, _ in accounts].count("remainder") != 1:
        raise Invalid("BANK_REMAINDER", "Exactly one account takes what remains of net pay.", field="split")
    if sum(percent or Decimal(0) for _, _, percent in accounts) > 100:
        raise Invalid("BANK_PERCENT", "The accounts' shares come to more than 100 %.", field="split_percent")
