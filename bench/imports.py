"""100,000 people from a file: read, check, write, and the same file again. Prints seconds and rows a second.

    python bench/imports.py [rows]

Runs in a database of its own, which is dropped at the end.
"""

# ruff: noqa: E402 - Django is set up before its models are imported

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENHRO_POOL", "0")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openhro.config.settings")
ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import django

django.setup()

from bench.given import count
from django.core.management import call_command
from django.db import connections

from openhro.clients.models import Client, LegalEntity
from openhro.config import postgres
from openhro.core import imports
from openhro.core.actor import Actor, Role, Via, system
from openhro.core.scope import scope
from openhro.people import queries, services
from openhro.people.imports.columns import COLUMNS

DATABASE = "bench_imports"


def content(rows: int, kind: str) -> bytes:
    """A file in which every tenth person manages the nine after."""
    header = [column.name for column in COLUMNS]
    base = {column.name: column.example for column in COLUMNS} | {"entity": "uk"}
    lines = []
    for number in range(rows):
        above = number // 10
        own = {
            "person_id": f"P{number}", "employment_id": f"E{number}", "given_name": f"Given{number % 997}",
            "family_name": f"Family{number}", "email": f"p{number}@example.org",
            "national_id": f"AB{number:06}{'ABCD'[number % 4]}", "number": str(number),
            "manager": f"E{above}" if number else "", "bank_account": f"{number:08}",
            "pay": f"{20_000 + number % 60_000}.00",
        }  # fmt: skip
        lines.append([(base | own)[name] for name in header])
    return imports.csv_file(header, lines) if kind == "csv" else imports.xlsx_file(header, lines)


def timed(what: str, rows: int, action):
    """Run and print; returns what the action returned and its seconds."""
    began, busy = time.perf_counter(), time.process_time()
    result = action()
    seconds, own = time.perf_counter() - began, time.process_time() - busy
    print(f"{what:<24}{seconds:8.2f} s ({own:7.2f} s of them in Python) {rows / seconds:10,.0f} rows/s", flush=True)
    return result, seconds


def main(rows: int) -> None:
    """Print the figures."""
    csv, xlsx = content(rows, "csv"), content(rows, "xlsx")
    print(f"{rows:,} rows of {len(COLUMNS)} columns; CSV {len(csv) / 2**20:.1f} MiB, XLSX {len(xlsx) / 2**20:.1f} MiB")
    timed("read CSV", rows, lambda: imports.read(csv, "people.csv"))
    table, _ = timed("read XLSX", rows, lambda: imports.read(xlsx, "people.xlsx"))
    timed(
        "typed rows",
        rows,
        lambda: imports.typed(table, COLUMNS, imports.begin("people", table, dry_run=True, partial=False)),
    )
    with scope(system()):
        client = Client.objects.create(code="bench", name="Bench")
        LegalEntity.objects.create(client=client, code="uk", name="Bench Ltd", country="GB")
    by = Actor(client.pk, Via.IMPORT, frozenset({client.pk}), {client.pk: frozenset({Role.CLIENT_ADMIN})})
    apply = services.Options(dry_run=False)

    def take(options: services.Options):
        with scope(by):
            return services.import_people(by, client.pk, csv, "people.csv", options)

    for what, options in [("dry run", services.Options()), ("first import", apply), ("the same file again", apply)]:
        report, _ = timed(what, rows, lambda options=options: take(options))
        print("   ", {name: report.as_json()[name] for name in ("created", "changed", "unchanged", "refused_rows")})
        if report.refused:
            print(report.refused[:3])
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    with scope(by):
        page = queries.people(by, client.pk)
        for _ in range(20):
            page = queries.people(by, client.pk, cursor=page.next)
        timed("a page of 50", 50, lambda: queries.people(by, client.pk, cursor=page.next))
        active = queries.Filters(state="active", site="Leeds")
        timed("a narrowed page", 50, lambda: queries.people(by, client.pk, active, cursor=page.next))
        timed("a search", 20, lambda: queries.search(by, f"family{rows - 1} given"))


if __name__ == "__main__":
    postgres.ensure()
    postgres.drop_database(DATABASE)
    postgres.create_database(DATABASE)
    for alias in connections:
        connections[alias].settings_dict["NAME"] = DATABASE
    try:
        call_command("migrate", database="owner", verbosity=0)
        main(count(100_000))
    finally:
        for alias in connections:
            connections[alias].close()
        postgres.drop_database(DATABASE)
