"""The general-ledger journal of a pay run: balanced, in int minor units, written as CSV and read back.

One amount stands on one side of one line. A journal whose debits and credits differ is refused with the difference.
Text that a spreadsheet would take for a formula is written with a leading apostrophe and read back without it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from paycalc.formats.records import FormatError

__all__ = ["COLUMNS", "Journal", "JournalLine", "check", "guard", "read_csv", "unguard", "write_csv"]

COLUMNS = (
    "Date",
    "Entity",
    "Account",
    "Cost centre",
    "Debit",
    "Credit",
    "Currency",
    "Memo",
    "Run reference",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One posting: `debit` or `credit` in int minor units of the journal's currency, the other side 0."""

    account: str
    debit: int = 0
    credit: int = 0
    cost_centre: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """The postings of one run on one day. `decimals` are the currency's (2 for USD, 0 for JPY, 3 for BHD)."""

    day: date
    run_reference: str
    currency: str
    lines: tuple[JournalLine, ...]
    entity: str = ""
    decimals: int = 2

    @property
    def debit(self) -> int:
        """Sum of the debits in minor units."""
        return sum(line.debit for line in self.lines)

    @property
    def credit(self) -> int:
        """Sum of the credits in minor units."""
        return sum(line.credit for line in self.lines)


def check(journal: Journal) -> None:
    """Raise `FormatError`: no_lines, account, not_a_number, negative, both_sides, no_amount, unbalanced."""
    if not journal.lines:
        raise FormatError("no_lines", "The journal has no line.")
    for number, line in enumerate(journal.lines, start=1):
        _check_line(line, number)
    difference = journal.debit - journal.credit
    if difference:
        side = "debits exceed credits" if difference > 0 else "credits exceed debits"
        amount = _amount(abs(difference), journal.decimals)
        raise FormatError("unbalanced", f"The journal does not balance: {side} by {amount} {journal.currency}.")


def write_csv(journal: Journal) -> str:
    """The journal as RFC 4180 text (CR LF, header first). `FormatError` as `check` raises it."""
    check(journal)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in journal.lines:
        writer.writerow(
            (
                journal.day.isoformat(),
                guard(journal.entity),
                guard(line.account),
                guard(line.cost_centre),
                _amount(line.debit, journal.decimals) if line.debit else "",
                _amount(line.credit, journal.decimals) if line.credit else "",
                guard(journal.currency),
                guard(line.memo),
                guard(journal.run_reference),
            )
        )
    return out.getvalue()


def read_csv(text: str, decimals: int = 2) -> Journal:
    """The journal of a text that `write_csv` gave.

    `FormatError` codes: csv, header, columns, mixed, date, amount, then those of `check`.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FormatError("csv", f"The text is not CSV: {error}.") from None
    if not rows or tuple(rows[0]) != COLUMNS:
        raise FormatError("header", f"The first line must be {','.join(COLUMNS)}.", "", 1)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(COLUMNS):
            raise FormatError("columns", f"The row has {len(row)} cells, not {len(COLUMNS)}.", "", number)
    heads = {(row[0], row[1], row[6], row[8]) for row in rows[1:]}
    if len(heads) != 1:
        raise FormatError("mixed", f"The rows have {len(heads)} dates, entities, currencies or runs; one is read.")
    day, entity, currency, run = heads.pop()
    lines = tuple(_line(row, number, decimals) for number, row in enumerate(rows[1:], start=2))
    try:
        posted = date.fromisoformat(day)
    except ValueError:
        raise FormatError("date", f"'{day}' is not a date (YYYY-MM-DD).", "Date", 2) from None
    journal = Journal(posted, unguard(run), unguard(currency), lines, unguard(entity), decimals)
    check(journal)
    return journal


def guard(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would compute it (also after blanks)."""
    return "'" + cell if cell.lstrip("' ").startswith(_FORMULA_STARTS) else cell


def unguard(cell: str) -> str:
    """What `guard` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("' ").startswith(_FORMULA_STARTS) else cell


def _check_line(line: JournalLine, number: int) -> None:
    if not line.account.strip():
        raise FormatError("account", "A posting needs an account.", "Account", number)
    for name, value in (("Debit", line.debit), ("Credit", line.credit)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise FormatError("not_a_number", f"{name} must be whole minor units, but is {value!r}.", name, number)
        if value < 0:
            raise FormatError("negative", f"{name} is {value}; post it on the other side.", name, number)
    if line.debit and line.credit:
        raise FormatError("both_sides", f"{line.account} has a debit and a credit on one line.", "Debit", number)
    if not line.debit and not line.credit:
        raise FormatError("no_amount", f"{line.account} has neither debit nor credit.", "Debit", number)


def _line(row: list[str], number: int, decimals: int) -> JournalLine:
    return JournalLine(
        account=unguard(row[2]),
        debit=_minor(row[4], "Debit", number, decimals),
        credit=_minor(row[5], "Credit", number, decimals),
        cost_centre=unguard(row[3]),
        memo=unguard(row[7]),
    )


def _amount(minor: int, decimals: int) -> str:
    if not decimals:
        return str(minor)
    digits = str(minor).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def _minor(text: str, name: str, number: int, decimals: int) -> int:
    if not text:
        return 0
    whole, _, fraction = text.partition(".")
    digits = whole + fraction
    if not (digits.isascii() and digits.isdigit()) or len(fraction) != decimals:
        raise FormatError("amount", f"'{text}' is not an amount with {decimals} decimals.", name, number)
    return int(digits)
