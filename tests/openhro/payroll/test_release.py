"""Money out of a run: funding, dual release, payments, files, and the books that must say the same."""

from __future__ import annotations

import achkit
import pytest
from tests.openhro.payroll import make_release as make

from openhro.core.models import Deadline, Job, JournalEntry
from openhro.core.scope import scope
from openhro.payroll.models import Payment, PayRun, RunFile

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def out(settings, tmp_path):
    settings.OUT = tmp_path
    return tmp_path


def files_of(at, run, kind):
    with scope(at.specialist):
        return list(RunFile.objects.filter(run=run, kind=kind))


def text_of(out, file):
    return (out / file.path).read_text("utf-8-sig")


def stored(at, run):
    """Everything that money out writes: a refused call changes none of it."""
    with scope(at.specialist):
        held = PayRun.objects.filter(pk=run.pk).values().get()
        return (
            held, Payment.objects.filter(run=run).count(), RunFile.objects.filter(run=run).count(),
            JournalEntry.objects.filter(client_id=run.client_id).count(), Job.objects.filter(object_id=str(run.pk)).count(),
            list(Deadline.objects.filter(object_id=str(run.pk)).order_by("pk").values_list("kind", "stopped_at")),
        )  # fmt: skip


def test_a_us_run_pays_by_nacha_that_another_reader_reads(out):
    at = make.us_payroll()
    people_ = make.desk(at)
    run = make.released(at, people_)
    assert run.state == "released"
    [bank] = files_of(at, run, "bank")
    parsed = achkit.parse(text_of(out, bank))
    assert achkit.validate(text_of(out, bank)) is not None
    import json

    print(json.dumps(parsed, indent=1, default=str)[:3000])
    print(text_of(out, bank))
    [print(k, text_of(out, f)) for k in ("journal", "register") for f in files_of(at, run, k)]
    with scope(at.specialist):
        print(queries.payslip(at.specialist, run.pk, at.staff[1].pk))
        print(queries.cash_requirement(at.specialist, run.pk))
        for e in queries.tie_out(at.specialist, run.pk, files=True):
            print(e, e.holds)
