"""Reads a Bacs Standard 18 file of credits back and proves its contras and totals. Nothing is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from paycalc.formats.bacs18 import layouts
from paycalc.formats.bacs18.model import CONTRA, CREDIT, Account, Credit, Submission
from paycalc.formats.records import FormatError, Line, Record, lines_of

__all__ = ["read"]

_HEAD = (layouts.VOL1, layouts.HDR1, layouts.HDR2, layouts.UHL1)
_TAIL = (layouts.EOF1, layouts.EOF2, layouts.UTL1)


def read(text: str) -> Submission:
    """The submission as dataclasses; `FormatError` with code and line where it is not a sound file of credits.

    The codes beside the record engine's: sequence, label_mismatch, record_length, work_code, transaction_code,
    originator, date, contra, debit_value, credit_value, debit_count, credit_count.
    """
    lines = lines_of(text)
    if len(lines) < len(_HEAD) + len(_TAIL):
        raise FormatError("sequence", f"The file has {len(lines)} records; its labels alone are 7.", "", len(lines))
    head = [_label(record, lines[at], at + 1) for at, record in enumerate(_HEAD)]
    first_tail = len(lines) - len(_TAIL)
    tail = [_label(record, lines[first_tail + at], first_tail + at + 1) for at, record in enumerate(_TAIL)]
    _check_labels(head, tail)
    record = _data_record(head[2], head[3])
    data = [Line(record, record.read(lines[at], at + 1), at + 1) for at in range(len(_HEAD), first_tail)]
    paid = [line for line in data if line.text("transaction code") == CREDIT]
    contras = [line for line in data if line.text("transaction code") == CONTRA]
    _check_data(data, paid, contras)
    _check_totals(tail[2], paid, contras)
    return _submission(head, paid, contras)


def _label(record: Record, text: str, number: int) -> Line:
    if not text.startswith(record.name):
        raise FormatError("sequence", f"Here stands '{text[:4]}', where {record.name} belongs.", "", number)
    return Line(record, record.read(text, number), number)


def _check_labels(head: Sequence[Line], tail: Sequence[Line]) -> None:
    for opening, closing in ((head[1], tail[0]), (head[2], tail[1])):
        for name, value in opening.values.items():
            if name != "block count" and closing.values[name] != value:
                message = (
                    f"{name} of {closing.record.name} is '{closing.values[name]}', of {opening.record.name} '{value}'."
                )
                raise FormatError("label_mismatch", message, name, closing.number)
    user, serial = head[0].text("service user number"), head[0].text("serial number")
    for name, value in (
        ("service user number", user),
        ("service user number again", user),
        ("set identification", serial),
    ):
        if head[1].text(name) != value:
            message = f"{name} of HDR1 is '{head[1].text(name)}', but VOL1 says '{value}'."
            raise FormatError("label_mismatch", message, name, head[1].number)


def _data_record(hdr2: Line, uhl1: Line) -> Record:
    kinds = {"00100": (layouts.DATA, layouts.DAILY_CODE), "00106": (layouts.DATA_MULTI, layouts.MULTI_CODE)}
    length = hdr2.text("record length")
    if length not in kinds:
        message = f"Record length is 00100 or 00106, but HDR2 says '{length}'."
        raise FormatError("record_length", message, "record length", hdr2.number)
    record, work_code = kinds[length]
    if uhl1.text("work code") != work_code.rstrip():
        message = f"Work code '{uhl1.text('work code')}' does not go with records of {record.length} characters."
        raise FormatError("work_code", message, "work code", uhl1.number)
    return record


def _check_data(data: list[Line], paid: list[Line], contras: list[Line]) -> None:
    for line in data:
        code = line.text("transaction code")
        if code not in (CREDIT, CONTRA):
            message = f"Transaction code {code} is not read; {CREDIT} (credit) and {CONTRA} (contra) are."
            raise FormatError("transaction_code", message, "transaction code", line.number)
        if _origin(line) != _origin(data[0]):
            message = "The originating account differs from the first record's; one account is read."
            raise FormatError("originator", message, "originating account", line.number)
    days = {line.values.get("processing date") for line in paid}
    for line in contras:
        day = line.values.get("processing date")
        expected = sum(item.number_in("amount") for item in paid if item.values.get("processing date") == day)
        to = (line.text("destination sort code"), line.text("destination account"))
        if line.number_in("amount") != expected or to != _origin(line):
            message = (
                f"The contra debits {line.number_in('amount')} pence to {'-'.join(to)}; its credits sum to {expected}."
            )
            raise FormatError("contra", message, "amount", line.number)
    if not contras or len(contras) != len(days):
        message = f"There are {len(contras)} contras for {len(days)} processing days with credits."
        raise FormatError("contra", message, "amount", data[-1].number if data else len(_HEAD))


def _check_totals(utl1: Line, paid: list[Line], contras: list[Line]) -> None:
    for code, name, counted in (
        ("debit_value", "debit value", sum(line.number_in("amount") for line in contras)),
        ("credit_value", "credit value", sum(line.number_in("amount") for line in paid)),
        ("debit_count", "debit count", len(contras)),
        ("credit_count", "credit count", len(paid)),
    ):
        if utl1.number_in(name) != counted:
            message = f"UTL1 states {name} {utl1.number_in(name)}, but the records give {counted}."
            raise FormatError(code, message, name, utl1.number)


def _submission(head: list[Line], paid: list[Line], contras: list[Line]) -> Submission:
    vol1, hdr1, _, uhl1 = head
    return Submission(
        serial=vol1.text("serial number"),
        service_user=vol1.text("service user number"),
        user_name=paid[0].text("service user name"),
        account=Account(*_origin(paid[0]), contras[0].text("account name")),
        created=_date(hdr1, "creation date"),
        processing=_date(uhl1, "processing date"),
        credits=tuple(_credit(line) for line in paid),
        expires=_date(hdr1, "expiration date"),
        file_number=uhl1.number_in("file number"),
        narrative=contras[0].text("service user name"),
    )


def _credit(line: Line) -> Credit:
    to = Account(line.text("destination sort code"), line.text("destination account"), line.text("account name"))
    day = _date(line, "processing date") if "processing date" in line.values else None
    return Credit(to, line.number_in("amount"), line.text("reference"), day)


def _origin(line: Line) -> tuple[str, str]:
    return line.text("originating sort code"), line.text("originating account")


def _date(line: Line, name: str) -> date:
    """A YYDDD of this century."""
    text = line.text(name)
    year, day_of_year = 2000 + int(text[:2]), int(text[2:])
    day = date(year, 1, 1) + timedelta(days=day_of_year - 1)
    if day_of_year < 1 or day.year != year:
        raise FormatError("date", f"{name} '{text}' is not a year and a day of it (YYDDD).", name, line.number)
    return day
