"""Every list and file of a run stands in one order: staff number, then id, as it was when the run was calculated."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from tests.openhro.payroll import make_payroll
from tests.openhro.payroll import make_release as make
from tests.openhro.people import make_people

from openhro.core.scope import scope
from openhro.payroll import queries, services, shelf
from openhro.payroll.models import Payment, RunFile
from openhro.payroll.services import payslips
from openhro.people import services as people
from paycalc.formats import bacs18

pytestmark = pytest.mark.usefixtures("committed")

NUMBERS = ("N-30", "N-10", "M-99", "N-10", "N-20")
"""As they are hired, so that the order of ids is another; two have the same number."""


def hire(at, number, salary):
    by, start = at.specialist, date(2026, 1, 5)
    with scope(by):
        person = people.add_person(by, at.at.client.pk, make_people.new_person(given_name=f"P{salary}"))
        job = people.hire(
            by, person.pk,
            people.Terms(
                external_id=make_people.make.unique("e"), number=number, start=start, country="GB", entity_id=at.at.uk.pk
            ),
            post=make_people.post(), account=make_people.bacs(),
            pay=people.Pay(basis="annual", amount_minor=salary, currency="GBP", hours_week=Decimal("37.5")),
        )  # fmt: skip
        services.add_members(by, at.group.pk, [(job.pk, start, None)])
        services.set_tax_facts(by, at.at.client.pk, job.pk, "gb", make_payroll.GB_FACTS, start=start)
    at.staff.append(job)


@pytest.fixture
def run(settings, tmp_path, monkeypatch):
    """A released run of five, stored in chunks and written in batches of two."""
    settings.OUT = tmp_path
    monkeypatch.setattr(shelf, "CHUNK", 2)
    monkeypatch.setattr(payslips, "BATCH", 2)
    at = make_payroll.payroll(())
    for place, number in enumerate(NUMBERS):
        hire(at, number, 3_000_000 + 100_000 * place)
    at.wanted = [job for _, _, job in sorted((n, job.pk.bytes, job) for n, job in zip(NUMBERS, at.staff, strict=True))]
    at.run = make.released(at, make.desk(at))
    return at


def nets(at):
    with scope(at.specialist):
        rows = queries.results(at.specialist, at.run.pk, limit=500).rows
    return {row.employment_id: row.net_minor for row in rows}


def file_of(at, kind, out):
    with scope(at.specialist):
        return out / RunFile.objects.get(run=at.run, kind=kind).path


def test_results_stand_by_staff_number_over_all_pages(run):
    wanted, found, cursor = [job.pk for job in run.wanted], [], None
    with scope(run.specialist):
        while True:
            page = queries.results(run.specialist, run.run.pk, cursor=cursor, limit=2)
            found += [row.employment_id for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
    assert found == wanted


def test_the_register_stands_by_staff_number(run, tmp_path):
    rows = list(csv.DictReader(io.StringIO(file_of(run, "register", tmp_path).read_text("utf-8-sig"))))
    held = nets(run)
    assert [row["Number"] for row in rows] == sorted(NUMBERS)
    assert [int(row["Net pay"].replace(".", "")) for row in rows] == [held[job.pk] for job in run.wanted]


def test_the_bank_file_and_the_payments_stand_by_staff_number(run, tmp_path):
    file = bacs18.read(file_of(run, "bank", tmp_path).read_text("ascii"))
    held = nets(run)
    assert [one.amount for one in file.credits] == [held[job.pk] for job in run.wanted]
    with scope(run.specialist):
        traced = Payment.objects.filter(run=run.run).order_by("trace").values_list("employment_id", flat=True)
        assert list(traced) == [job.pk for job in run.wanted]


def test_the_zip_of_payslips_stands_by_staff_number(run, tmp_path):
    names = zipfile.ZipFile(file_of(run, "payslips", tmp_path)).namelist()
    assert [name.split("_")[0] for name in names] == sorted(NUMBERS)
    assert [name[-12:-4] for name in names] == [job.pk.hex[-8:] for job in run.wanted]
