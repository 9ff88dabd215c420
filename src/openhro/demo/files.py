"""The input files: written under out/inputs, and read back from there as a client would send them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openhro.core import imports, private
from openhro.demo.story import CURRENCIES, FULL_WEEK, KINDS, Employee, amount

PEOPLE = (
    "person_id", "employment_id", "given_name", "family_name", "date_of_birth", "sex", "email", "address_line1", "city",
    "region", "postcode", "address_country", "national_id_kind", "national_id", "number", "entity", "provider_entity",
    "country", "start", "job_title", "site", "department", "cost_centre", "manager", "pay_basis", "pay", "currency",
    "hours_week", "bank_scheme", "bank_holder", "bank_routing", "bank_account",
)  # fmt: skip
CHANGES = (
    "person_id", "employment_id", "effective", "national_id_kind", "national_id", "pay_basis", "pay", "currency",
    "hours_week", "pay_reason", "end", "end_reason",
)  # fmt: skip


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write a table once; a file that is there already stays as it is, for it is what was sent."""
    if not path.exists():
        private.folder(path.parent)
        make = imports.xlsx_file if path.suffix == ".xlsx" else imports.csv_file
        unfinished = path.with_name(path.name + ".part")
        private.write(unfinished, make(header, list(rows)))
        unfinished.rename(path)
    return path


def check(report: imports.Report) -> None:
    """A file of the story is taken whole; anything else is a fault that names the row."""
    if report.state != "applied":
        first = report.refused[0]
        raise RuntimeError(f"{report.file_name} row {first.row} {first.column}: {first.code} {first.message}")


def person_row(one: Employee) -> list[Any]:
    """A row of the people import for somebody new."""
    known_number = one.number and one.number_from is None
    values: dict[str, Any] = {
        "person_id": one.id, "employment_id": one.id, "given_name": one.given, "family_name": one.family,
        "date_of_birth": one.born, "sex": one.sex, "email": one.email, "address_line1": one.home.line1,
        "city": one.home.city, "region": one.home.region, "postcode": one.home.postcode,
        "address_country": one.country, "national_id_kind": KINDS[one.country] if known_number else "",
        "national_id": one.number if known_number else "", "number": one.staff_number, "entity": one.entity,
        "provider_entity": one.provider_entity, "country": one.country, "start": one.start, "job_title": one.job,
        "site": one.site, "department": one.department, "cost_centre": one.cost_centre, "manager": one.manager,
        "pay_basis": one.basis, "pay": amount(one.pay[0][1]), "currency": CURRENCIES[one.country],
        "hours_week": FULL_WEEK[one.country], "bank_scheme": one.bank.scheme, "bank_holder": one.name,
        "bank_routing": one.bank.routing, "bank_account": one.bank.account,
    }  # fmt: skip
    return [values[name] for name in PEOPLE]


def change_rows(one: Employee, first: date, last: date) -> Iterable[list[Any]]:
    """Rows for what changes between two days: pay, or a number that came later."""
    base: dict[str, Any] = dict.fromkeys(CHANGES, "") | {"person_id": one.id, "employment_id": one.id}
    if one.number_from and first <= one.number_from <= last:
        base |= {"national_id_kind": KINDS[one.country], "national_id": one.number, "effective": one.number_from}
        yield [base[name] for name in CHANGES]
    for since, minor in one.pay[1:]:
        if first <= since <= last:
            row = base | {
                "effective": since, "pay_basis": one.basis, "pay": amount(minor), "currency": CURRENCIES[one.country],
                "hours_week": FULL_WEEK[one.country], "pay_reason": one.pay_reason,
            }  # fmt: skip
            yield [row[name] for name in CHANGES]


def leaver_row(one: Employee) -> list[Any]:
    """A row for somebody whose end is known."""
    row = dict.fromkeys(CHANGES, "") | {
        "person_id": one.id, "employment_id": one.id, "end": str(one.end), "end_reason": one.end_reason,
    }  # fmt: skip
    return [row[name] for name in CHANGES]
