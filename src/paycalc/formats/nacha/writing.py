"""Writes a NACHA file: headers, entries, addenda, controls and filler, each proved before a character is given out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paycalc.formats.charsets import ascii_text
from paycalc.formats.nacha import layouts
from paycalc.formats.nacha.model import (
    LIVE_CREDITS,
    MAX_BATCH_RECORDS,
    MAX_ENTRY_CENTS,
    MAX_FILE_RECORDS,
    MAX_TOTAL_CENTS,
    WRITABLE,
    Addenda,
    Batch,
    Entry,
    File,
    Totals,
    check_routing,
    service_class_of,
    totals_of,
)
from paycalc.formats.records import DIGITS, FormatError

__all__ = ["SECS", "check_file", "totals", "write"]

SECS = ("PPD", "CCD")


def write(file: File, newline: str = "\n") -> str:
    """The whole file as ASCII text, each record ended by `newline`. `FormatError` names what cannot be written."""
    check_file(file)
    return "".join([line + newline for line in _lines(file)])


def totals(file: File) -> Totals:
    """The file's control totals, offset entries included."""
    check_file(file)
    return sum((totals_of(batch.entries) for batch in _balanced(file)), Totals())


def _lines(file: File) -> Iterator[str]:
    yield _file_header(file)
    sums, written, trace = Totals(), 1, file.first_trace
    for number, batch in enumerate(_balanced(file), start=1):
        service_class, batch_sums = service_class_of(batch.entries), totals_of(batch.entries)
        yield _batch_header(batch, service_class, number)
        for entry in batch.entries:
            yield from _entry(entry, f"{batch.odfi}{trace:07d}")
            trace += 1
        yield _batch_control(batch, service_class, number, batch_sums)
        sums += batch_sums
        written += batch_sums.count + 2
    blocks = -(-(written + 1) // layouts.BLOCK)
    yield _file_control(len(file.batches), blocks, sums)
    for _ in range(blocks * layouts.BLOCK - written - 1):
        yield layouts.FILLER


def check_file(file: File) -> None:
    """Refuse what a bank would: routing numbers, amounts, limits, empty batches, codes. Widths are the records' own."""
    check_routing(file.destination, "immediate destination")
    if len(file.origin) == 9:
        check_routing(file.origin, "immediate origin")
    elif len(file.origin) != 10:
        message = f"The immediate origin has a routing number's 9 digits or 10 characters, but is '{file.origin}'."
        raise FormatError("origin", message, "immediate origin")
    if len(file.modifier) != 1 or file.modifier not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        message = f"The file id modifier is one of A-Z and 0-9, not '{file.modifier}'."
        raise FormatError("modifier", message, "file id modifier")
    if not file.batches:
        raise FormatError("no_batches", "The file has no batch.")
    for batch in file.batches:
        _check_batch(batch)
    sums = sum((totals_of(batch.entries) for batch in _balanced(file)), Totals())
    entries = sum(len(batch.entries) for batch in _balanced(file))
    _check_limits(sums, MAX_FILE_RECORDS, "file")
    if file.first_trace < 1 or file.first_trace + entries - 1 > 9_999_999:
        message = f"Trace numbers {file.first_trace} to {file.first_trace + entries - 1} do not fit seven digits."
        raise FormatError("trace_limit", message, "trace number")


def _check_batch(batch: Batch) -> None:
    if batch.sec not in SECS:
        raise FormatError("sec", f"Standard entry class {batch.sec} is not written; {' and '.join(SECS)} are.", "sec")
    if len(batch.odfi) != 8 or not DIGITS.issuperset(batch.odfi):
        message = f"The originating DFI is the first 8 digits of a routing number, not '{batch.odfi}'."
        raise FormatError("odfi", message, "originating DFI")
    if batch.effective is None:
        raise FormatError("effective", f"Batch '{batch.description}' has no effective date.", "effective entry date")
    if not batch.entries:
        raise FormatError("no_entries", f"Batch '{batch.description}' has no entry.")
    for entry in batch.entries:
        _check_entry(entry)
    if batch.offset:
        if any(not entry.is_credit for entry in batch.entries):
            message = f"Batch '{batch.description}' holds debits; an offset balances a batch of credits only."
            raise FormatError("offset_debits", message, "offset")
        check_routing(batch.offset.routing, "offset routing number")
    balanced = totals_of(_with_offset(batch).entries)
    _check_limits(balanced, MAX_BATCH_RECORDS, f"batch '{batch.description}'")
    if batch.offset and balanced.debit > MAX_ENTRY_CENTS:
        message = f"The offset of batch '{batch.description}' would pass {MAX_ENTRY_CENTS} cents; divide the batch."
        raise FormatError("amount_limit", message, "offset")


def _check_entry(entry: Entry) -> None:
    who = f"The entry of {entry.name}"
    check_routing(entry.routing, "receiving DFI")
    if entry.transaction not in WRITABLE:
        raise FormatError("transaction", f"{who} has transaction code '{entry.transaction}'.", "transaction code")
    if not isinstance(entry.amount, int) or isinstance(entry.amount, bool):
        raise FormatError("not_a_number", f"{who} must have whole cents, but has {entry.amount!r}.", "amount")
    if entry.is_prenote and entry.amount:
        raise FormatError("prenote_amount", f"{who} is a prenote and must be 0, but is {entry.amount}.", "amount")
    if not entry.is_prenote and entry.amount <= 0:
        raise FormatError("amount", f"{who} must be more than 0 cents, but is {entry.amount}.", "amount")
    if entry.amount > MAX_ENTRY_CENTS:
        raise FormatError("amount_limit", f"{who} passes {MAX_ENTRY_CENTS} cents; divide it.", "amount")
    if len(entry.addenda) > 1:
        message = f"{who} has {len(entry.addenda)} addenda; PPD and CCD allow one."
        raise FormatError("addenda_limit", message, "addenda")
    if not all(isinstance(addenda, Addenda) for addenda in entry.addenda):
        raise FormatError("addenda_type", f"{who} carries a return or a change; a bank writes those.", "addenda")


def _check_limits(sums: Totals, max_records: int, where: str) -> None:
    if max(sums.debit, sums.credit) > MAX_TOTAL_CENTS:
        raise FormatError("total_limit", f"The total of {where} passes {MAX_TOTAL_CENTS} cents; divide it.")
    if sums.count > max_records:
        raise FormatError("count_limit", f"The {where} has {sums.count} entries and addenda, more than {max_records}.")


def _balanced(file: File) -> Iterator[Batch]:
    return (_with_offset(batch) for batch in file.batches)


def _with_offset(batch: Batch) -> Batch:
    """The batch with its balancing debit as the last entry; unchanged without an offset or when nothing is paid."""
    amount = sum(entry.amount for entry in batch.entries if entry.transaction in LIVE_CREDITS)
    if batch.offset is None or amount == 0:
        return batch
    code = "37" if batch.offset.account_type == "savings" else "27"
    debit = Entry(batch.offset.routing, batch.offset.account, amount, batch.offset.name, transaction=code)
    return replace(batch, entries=(*batch.entries, debit), offset=None)


def _file_header(file: File) -> str:
    return layouts.FILE_HEADER.write(
        {
            "immediate destination": file.destination,
            "immediate origin": file.origin,
            "file creation date": file.created.strftime("%y%m%d"),
            "file creation time": file.created.strftime("%H%M"),
            "file id modifier": file.modifier,
            "immediate destination name": ascii_text(file.destination_name, "immediate destination name", 23),
            "immediate origin name": ascii_text(file.origin_name, "immediate origin name", 23),
            "reference code": file.reference,
        }
    )


def _batch_header(batch: Batch, service_class: str, number: int) -> str:
    return layouts.BATCH_HEADER.write(
        {
            "service class code": service_class,
            "company name": ascii_text(batch.company_name, "company name", 16),
            "company discretionary data": batch.discretionary,
            "company identification": batch.company_id,
            "standard entry class code": batch.sec,
            "company entry description": batch.description,
            "company descriptive date": batch.descriptive_date,
            "effective entry date": batch.effective.strftime("%y%m%d") if batch.effective else None,
            "originator status code": "1",
            "originating DFI": batch.odfi,
            "batch number": number,
        }
    )


def _entry(entry: Entry, trace: str) -> Iterator[str]:
    yield layouts.ENTRY.write(
        {
            "transaction code": entry.transaction,
            "receiving DFI": entry.routing[:8],
            "check digit": entry.routing[8],
            "DFI account number": entry.account,
            "amount": entry.amount,
            "individual identification": entry.individual_id,
            "individual name": ascii_text(entry.name, "individual name", 22),
            "discretionary data": entry.discretionary,
            "addenda indicator": "1" if entry.addenda else "0",
            "trace number": trace,
        }
    )
    for sequence, addenda in enumerate(entry.addenda, start=1):
        if isinstance(addenda, Addenda):
            yield layouts.ADDENDA_05.write(
                {
                    "payment related information": addenda.text,
                    "addenda sequence number": sequence,
                    "entry detail sequence number": trace[8:],
                }
            )


def _batch_control(batch: Batch, service_class: str, number: int, sums: Totals) -> str:
    return layouts.BATCH_CONTROL.write(
        {
            "service class code": service_class,
            "entry and addenda count": sums.count,
            "entry hash": sums.hash,
            "total debit": sums.debit,
            "total credit": sums.credit,
            "company identification": batch.company_id,
            "originating DFI": batch.odfi,
            "batch number": number,
        }
    )


def _file_control(batches: int, blocks: int, sums: Totals) -> str:
    return layouts.FILE_CONTROL.write(
        {
            "batch count": batches,
            "block count": blocks,
            "entry and addenda count": sums.count,
            "entry hash": sums.hash,
            "total debit": sums.debit,
            "total credit": sums.credit,
        }
    )
