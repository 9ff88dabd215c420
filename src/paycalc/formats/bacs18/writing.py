"""Writes a Bacs Standard 18 file. Names and references are spelt in Bacs's characters; accounts never are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from paycalc.formats.bacs18 import layouts
from paycalc.formats.bacs18.model import CONTRA, CREDIT, MAX_AMOUNT_PENCE, MAX_CREDIT_PENCE, Account, Credit, Submission
from paycalc.formats.charsets import bacs_text
from paycalc.formats.records import DIGITS, FormatError, Value

__all__ = ["check_submission", "write"]

_SERIAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def write(submission: Submission, newline: str = "\r\n") -> str:
    """The whole file as ASCII text, each record ended by `newline`. `FormatError` names what cannot be written."""
    check_submission(submission)
    return "".join([line + newline for line in _lines(submission)])


def check_submission(submission: Submission) -> None:
    """Refuse what Bacs would: serial, user number, accounts, amounts, days."""
    serial = submission.serial
    if len(serial) != 6 or not _SERIAL.issuperset(serial) or serial == "000000":
        message = f"The serial number is six of A-Z and 0-9 and not 000000, but is '{serial}'."
        raise FormatError("serial", message, "serial number")
    if len(submission.service_user) != 6 or not DIGITS.issuperset(submission.service_user):
        message = f"The service user number has six digits, but is '{submission.service_user}'."
        raise FormatError("service_user", message, "service user number")
    if not 1 <= submission.file_number <= 999:
        raise FormatError("file_number", f"The file number is 1 to 999, not {submission.file_number}.", "file number")
    if not submission.credits:
        raise FormatError("no_credits", "The submission has no credit.")
    _check_account(submission.account)
    for credit in submission.credits:
        _check_credit(credit, submission)
    _check_days(submission)
    if max(_contras(submission).values()) > MAX_AMOUNT_PENCE:
        message = f"The credits of one day pass {MAX_AMOUNT_PENCE} pence, which a contra cannot hold; divide them."
        raise FormatError("total_limit", message, "amount")


def _check_account(account: Account) -> None:
    if len(account.sort_code) != 6 or not DIGITS.issuperset(account.sort_code):
        message = f"The sort code of {account.name} has six digits, but is '{account.sort_code}'."
        raise FormatError("sort_code", message, "sort code")
    if len(account.number) != 8 or not DIGITS.issuperset(account.number):
        message = f"The account number of {account.name} has eight digits, but is '{account.number}'."
        raise FormatError("account_number", message, "account number")


def _check_credit(credit: Credit, submission: Submission) -> None:
    who = f"The credit to {credit.to.name}"
    _check_account(credit.to)
    if not isinstance(credit.amount, int) or isinstance(credit.amount, bool):
        raise FormatError("not_a_number", f"{who} must have whole pence, but has {credit.amount!r}.", "amount")
    if credit.amount <= 0:
        raise FormatError("amount", f"{who} must be more than 0 pence, but is {credit.amount}.", "amount")
    if credit.amount > MAX_CREDIT_PENCE:
        message = f"{who} of {credit.amount} pence passes Bacs's limit of {MAX_CREDIT_PENCE}; divide it or use CHAPS."
        raise FormatError("amount_limit", message, "amount")
    if submission.is_multi_day and credit.processing is None:
        message = f"{who} has no processing day, but other credits have; give all of them one or none."
        raise FormatError("processing_day", message, "processing date")


def _check_days(submission: Submission) -> None:
    first = min(credit.processing or submission.processing for credit in submission.credits)
    if submission.is_multi_day and first != submission.processing:
        message = f"The submission's processing day is {submission.processing}, but its first credit's is {first}."
        raise FormatError("processing_day", message, "processing date")
    if submission.processing < submission.created:
        message = f"The processing day {submission.processing} is before the day of creation {submission.created}."
        raise FormatError("processing_day", message, "processing date")
    if submission.expires is not None and submission.expires < submission.created:
        message = f"The file expires on {submission.expires}, before it was created on {submission.created}."
        raise FormatError("expires", message, "expiration date")


def _lines(submission: Submission) -> Iterator[str]:
    multi = submission.is_multi_day
    user, serial = submission.service_user, submission.serial
    length = layouts.MULTI_DAY if multi else layouts.SINGLE_DAY
    contras = _contras(submission)
    file_label: dict[str, Value] = {
        "service user number": user,
        "service user number again": user,
        "set identification": serial,
        "creation date": _yyddd(submission.created),
        "expiration date": _yyddd(submission.expires or submission.processing),
        "block count": "000000",
    }
    yield layouts.VOL1.write({"serial number": serial, "service user number": user})
    yield layouts.HDR1.write(file_label)
    yield layouts.HDR2.write({"record length": f"{length:05d}"})
    yield layouts.UHL1.write(
        {
            "processing date": _yyddd(submission.processing),
            "work code": (layouts.MULTI_CODE if multi else layouts.DAILY_CODE).rstrip(),
            "file number": submission.file_number,
        }
    )
    for credit in submission.credits:
        yield _data(submission, credit, CREDIT)
    for day, amount in contras.items():
        contra = Credit(submission.account, amount, "CONTRA", day if multi else None)
        yield _data(submission, contra, CONTRA)
    yield layouts.EOF1.write(file_label)
    yield layouts.EOF2.write({"record length": f"{length:05d}"})
    yield layouts.UTL1.write(
        {
            "debit value": submission.total,
            "credit value": submission.total,
            "debit count": len(contras),
            "credit count": len(submission.credits),
        }
    )


def _contras(submission: Submission) -> dict[date, int]:
    """Pence to debit by processing day, in the order of days: each day's credits must balance by themselves."""
    sums: dict[date, int] = {}
    for credit in submission.credits:
        day = credit.processing or submission.processing
        sums[day] = sums.get(day, 0) + credit.amount
    return dict(sorted(sums.items()))


def _data(submission: Submission, credit: Credit, code: str) -> str:
    name = submission.user_name if code == CREDIT else submission.narrative
    values: dict[str, Value] = {
        "destination sort code": credit.to.sort_code,
        "destination account": credit.to.number,
        "transaction code": code,
        "originating sort code": submission.account.sort_code,
        "originating account": submission.account.number,
        "amount": credit.amount,
        "service user name": bacs_text(name, "service user name", 18),
        "reference": bacs_text(credit.reference, "reference", 18),
        "account name": bacs_text(credit.to.name, "account name", 18),
    }
    if credit.processing is None:
        return layouts.DATA.write(values)
    return layouts.DATA_MULTI.write(values | {"processing date": _yyddd(credit.processing)})


def _yyddd(day: date) -> str:
    return day.strftime("%y%j")
