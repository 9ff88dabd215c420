"""Reads a NACHA file back, returns and notifications of change included, and proves its controls.

What a bank sends back is read as it stands: nothing is corrected, and the first thing that is wrong is refused with
its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from paycalc.formats.nacha import layouts
from paycalc.formats.nacha.model import (
    Addenda,
    Batch,
    Change,
    Entry,
    File,
    Return,
    Totals,
    check_routing,
    totals_of,
)
from paycalc.formats.records import FormatError, Line, Record, lines_of

__all__ = ["READABLE", "read"]

# Classes whose entry record has PPD's fields; IAT, CTX, ADV and others divide it differently.
READABLE = ("PPD", "CCD", "WEB", "TEL", "COR", "POS")

_FOLLOWS: dict[Record | None, tuple[Record, ...]] = {
    None: (layouts.FILE_HEADER,),
    layouts.FILE_HEADER: (layouts.BATCH_HEADER, layouts.FILE_CONTROL),
    layouts.BATCH_HEADER: (layouts.ENTRY,),
    layouts.ENTRY: (layouts.ENTRY, layouts.ADDENDA_05, layouts.ADDENDA_98, layouts.ADDENDA_99, layouts.BATCH_CONTROL),
    layouts.BATCH_CONTROL: (layouts.BATCH_HEADER, layouts.FILE_CONTROL),
    layouts.FILE_CONTROL: (),
}
for _addenda in (layouts.ADDENDA_05, layouts.ADDENDA_98, layouts.ADDENDA_99):
    _FOLLOWS[_addenda] = _FOLLOWS[layouts.ENTRY]


@dataclass(slots=True)
class _Open:
    """A batch that is being read."""

    header: Line
    entries: list[tuple[Line, list[Addenda | Return | Change]]] = field(default_factory=list)


def read(text: str) -> File:
    """The file as dataclasses; `FormatError` with code and line where it is not a sound NACHA file.

    The codes beside the record engine's: sequence, sec, routing, date, addenda_indicator, trace_order, service_class,
    company_id, odfi, batch_number, and for the controls entry_count, entry_hash, total_debit, total_credit,
    batch_count, block_count.
    """
    lines = lines_of(text, layouts.WIDTH)
    header: Line | None = None
    batches: list[Batch] = []
    sums = Totals()
    current: _Open | None = None
    for line in _records(lines):
        if line.record is layouts.FILE_HEADER:
            header = line
        elif line.record is layouts.BATCH_HEADER:
            current = _Open(line)
        elif line.record is layouts.FILE_CONTROL:
            _check_totals(line, sums)
            _check_equal("batch_count", line, "batch count", len(batches))
            _check_equal("block_count", line, "block count", -(-len(lines) // layouts.BLOCK))
        elif current is not None:
            if line.record is layouts.BATCH_CONTROL:
                batches.append(_batch(current, line))
                sums += totals_of(batches[-1].entries)
            else:
                _take(current, line)
    if header is None:
        raise FormatError("empty", "The file is empty.")
    return _file(header, batches)


def _records(lines: list[str]) -> Iterator[Line]:
    """The records in their prescribed order, without the filler at the end."""
    last: Record | None = None
    for number, text in enumerate(lines, start=1):
        if last is layouts.FILE_CONTROL and text == layouts.FILLER:
            continue
        record = layouts.LAYOUT.record_of(text, number)
        if record not in _FOLLOWS[last]:
            after = f"after {last.name.lower()}" if last else "at the beginning"
            raise FormatError("sequence", f"{record.name} cannot stand {after}.", "", number)
        if record is layouts.BATCH_HEADER and text[50:53] not in READABLE:
            message = f"Standard entry class '{text[50:53]}' is not read; {', '.join(READABLE)} are."
            raise FormatError("sec", message, "standard entry class code", number)
        yield Line(record, record.read(text, number), number)
        last = record
    if lines and last is not layouts.FILE_CONTROL:
        raise FormatError("sequence", "The file ends before its file control record.", "", len(lines))


def _take(current: _Open, line: Line) -> None:
    """Add an entry, or an addenda to the last entry."""
    if line.record is layouts.ENTRY:
        current.entries.append((line, []))
        return
    entry, addenda = current.entries[-1]
    original = {"original_trace": "original trace number", "original_dfi": "original receiving DFI"}
    if line.record is layouts.ADDENDA_05:
        if line.text("entry detail sequence number") != entry.text("trace number")[8:]:
            message = f"The addenda belongs to entry {line.text('entry detail sequence number')}, not to the one above."
            raise FormatError("addenda_trace", message, "entry detail sequence number", line.number)
        addenda.append(Addenda(line.text("payment related information")))
    elif line.record is layouts.ADDENDA_98:
        facts = {key: line.text(name) for key, name in original.items()}
        addenda.append(Change(line.text("change code"), corrected=line.text("corrected data"), **facts))
    else:
        facts = {key: line.text(name) for key, name in original.items()}
        facts |= {"information": line.text("addenda information"), "date_of_death": line.text("date of death")}
        addenda.append(Return(line.text("return reason code"), **facts))


def _batch(current: _Open, control: Line) -> Batch:
    header = current.header
    entries = tuple(_entries(current))
    _check_totals(control, totals_of(entries))
    for code, name in (
        ("service_class", "service class code"),
        ("company_id", "company identification"),
        ("odfi", "originating DFI"),
        ("batch_number", "batch number"),
    ):
        # Banks justify the company identification to either side.
        if str(header.values[name]).strip(" ") != str(control.values[name]).strip(" "):
            message = f"{name} is '{control.values[name]}', but its batch header says '{header.values[name]}'."
            raise FormatError(code, message, name, control.number)
    forbidden = {"220": False, "225": True}.get(header.text("service class code"))
    if forbidden is not None and any(entry.is_credit is forbidden for entry in entries):
        message = f"A batch of class {header.text('service class code')} holds credits and debits."
        raise FormatError("service_class", message, "service class code", header.number)
    return Batch(
        company_name=header.text("company name"),
        company_id=header.text("company identification"),
        description=header.text("company entry description"),
        effective=_date(header, "effective entry date"),
        odfi=header.text("originating DFI"),
        entries=entries,
        sec=header.text("standard entry class code"),
        discretionary=header.text("company discretionary data"),
        descriptive_date=header.text("company descriptive date"),
        number=header.number_in("batch number"),
        service_class=header.text("service class code"),
    )


def _entries(current: _Open) -> Iterator[Entry]:
    last = ""
    for line, addenda in current.entries:
        routing, trace = line.text("receiving DFI") + line.text("check digit"), line.text("trace number")
        check_routing(routing, "receiving DFI", line.number)
        if line.text("addenda indicator") != ("1" if addenda else "0"):
            message = f"The addenda indicator is {line.text('addenda indicator')}, but {len(addenda)} addenda follow."
            raise FormatError("addenda_indicator", message, "addenda indicator", line.number)
        if trace <= last:
            raise FormatError("trace_order", f"Trace {trace} does not follow {last}.", "trace number", line.number)
        last = trace
        yield Entry(
            routing=routing,
            account=line.text("DFI account number"),
            amount=line.number_in("amount"),
            name=line.text("individual name"),
            individual_id=line.text("individual identification"),
            transaction=line.text("transaction code"),
            addenda=tuple(addenda),
            discretionary=line.text("discretionary data"),
            trace=trace,
        )


def _file(header: Line, batches: list[Batch]) -> File:
    day = _date(header, "file creation date")
    clock = header.text("file creation time") or "0000"
    try:
        created = datetime.strptime(f"{day} {clock}", "%Y-%m-%d %H%M")
    except ValueError:
        message = f"The file was created on '{day or '000000'}' at '{clock}', which is no date and time."
        raise FormatError("date", message, "file creation date", header.number) from None
    first = next((entry.trace for batch in batches for entry in batch.entries), "1")
    return File(
        destination=header.text("immediate destination"),
        origin=header.text("immediate origin"),
        created=created,
        batches=tuple(batches),
        modifier=header.text("file id modifier"),
        destination_name=header.text("immediate destination name"),
        origin_name=header.text("immediate origin name"),
        reference=header.text("reference code"),
        first_trace=int(first[-7:]),
    )


def _date(line: Line, name: str) -> date | None:
    """A YYMMDD of this century; None for zeros, which operators put where a date was not given."""
    text = line.text(name)
    if text == "000000":
        return None
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        raise FormatError("date", f"{name} '{text}' is not a date (YYMMDD).", name, line.number) from None


def _check_totals(control: Line, sums: Totals) -> None:
    _check_equal("entry_count", control, "entry and addenda count", sums.count)
    _check_equal("entry_hash", control, "entry hash", sums.hash)
    _check_equal("total_debit", control, "total debit", sums.debit)
    _check_equal("total_credit", control, "total credit", sums.credit)


def _check_equal(code: str, control: Line, name: str, counted: int) -> None:
    stated = control.number_in(name)
    if stated != counted:
        message = f"{control.record.name} states {name} {stated}, but the records above it give {counted}."
        raise FormatError(code, message, name, control.number)
