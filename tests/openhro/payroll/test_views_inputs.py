"""The tab of inputs: typed lines with versions, files checked first, and the log of what came late."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.payroll import make_pages

from openhro.core import clock
from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.payroll.models import LateInput, PayInput

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def at():
    made = make_pages.pages(3)
    made.run = made.at.act(make_pages.services.open_run, made.at.periods[0].pk)
    with clock.travel(datetime(2026, 4, 20, 9, tzinfo=UTC)):
        yield made


def place(at, rest=""):
    return f"/payroll/runs/{at.run.pk}/inputs/{rest}"


def said(answer):
    return answer.content.decode()


def living(at):
    with scope(at.at.specialist):
        rows = PayInput.objects.filter(period=at.run.period_id, superseded_at=None, removed=False)
        return list(rows.order_by("pk"))


def line(at, **values):
    return {"person": "Tom Okafor", "element": str(at.elements["overtime"].pk), "units": "7.5", "rate": "",
            "amount": "", "note": "Saturday"} | values  # fmt: skip


def test_after_the_cut_off_the_client_logs_what_is_late_and_the_desk_still_takes_it(at, browser):
    hr, desk = browser(at.hr), browser(at.at.specialist)
    with clock.travel(datetime(2026, 4, 28, 9, tzinfo=UTC)):
        page = said(hr.get(place(at)))
        assert "inputs/new/" not in page
        assert "What came" in page
        late = hr.post(place(at, "new/"), line(at))
        assert late.status_code == 422
        assert "ask for it to be logged as late" in said(late)
        assert living(at) == []
        logged = {"what": "Tom, overtime, 7.5 hours", "cause": "client", "owner": "Pat"}
        assert "It is in the late log" in said(hr.post(place(at, "late/"), logged, follow=True))
        desk.post(place(at, "new/"), line(at))
        assert len(living(at)) == 1
        at.at.act(make_pages.services.lock_run, at.run.pk)
        at.at.act(make_pages.services.unlock_run, at.run.pk, reason="Overtime is missing")
        hr.post(place(at, "new/"), line(at, note="After the unlock"))
        assert len(living(at)) == 2


def test_a_form_that_is_sent_twice_makes_one_line(at, browser):
    hr = browser(at.hr)
    key = re.search(r'name="once" value="([0-9a-f-]{36})"', said(hr.get(place(at, "new/"))))[1]
    other = re.search(r'name="once" value="([0-9a-f-]{36})"', said(hr.get(place(at))))[1]
    assert key != other
    for _again in range(2):
        assert hr.post(place(at, "new/"), line(at, once=key)).status_code == 302
    [made] = living(at)
    assert made.external_id == f"web-{key}"
    # back, and something else typed into the same form: refused, the first line stays, and what was typed too
    refused = hr.post(place(at, "new/"), line(at, once=key, units="9"))
    assert refused.status_code == 422
    assert "open an empty form" in said(refused)
    assert [str(one.units) for one in living(at)] == ["7.5000"]
    assert hr.post(place(at, "new/"), line(at, once=other, units="9")).status_code == 302
    assert len(living(at)) == 2


def test_a_line_is_typed_by_name_changed_as_a_new_version_and_taken_back(at, browser):
    hr = browser(at.hr)
    page = hr.post(place(at, "new/"), line(at), follow=True)
    assert "The line is saved." in said(page)
    made = living(at)[0]
    assert (made.employment_id, str(made.units), made.source) == (at.at.staff[0].pk, "7.5000", "typed")
    form = said(hr.get(place(at, f"{made.pk}/")))
    assert 'value="7.5"' in form
    hr.post(place(at, f"{made.pk}/"), line(at, units="8"))
    changed = living(at)
    assert [(str(one.units), one.version) for one in changed] == [("8.0000", 2)]
    assert "version 2, typed" in said(hr.get(place(at)))
    hr.post(place(at, f"{changed[0].pk}/remove/"))
    assert living(at) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"person": "Nobody Atall"}, "Nobody at this client has this number or name."),
        ({"units": "", "amount": ""}, "Give either an amount, or units"),
        ({"amount": "10", "units": "7"}, "Give either an amount, or units"),
        ({"amount": "10", "units": "", "rate": "5"}, "Give either an amount, or units"),
        ({"amount": "10.001", "units": ""}, "GBP has 2 decimals, and"),
        ({"amount": "1,25", "units": ""}, "is not an amount such as 1234.50."),
        ({"amount": "1e999990", "units": ""}, "is not an amount such as 1234.50."),
        ({"units": "12000"}, "Units are at most 10,000"),
    ],
)
def test_a_wrong_line_is_refused_beside_its_field_and_keeps_what_was_typed(at, browser, values, sentence):
    answer = browser(at.hr).post(place(at, "new/"), line(at, **values))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert 'value="Saturday"' in said(answer)
    assert living(at) == []


def test_several_people_of_one_name_are_told_apart_by_number(at, browser):
    twin = make_pages.hire(at.at, "Tom Okafor|Driver|Supply", 2_900_000, 900)
    answer = browser(at.hr).post(place(at, "new/"), line(at))
    assert answer.status_code == 422
    assert "Several people match" in said(answer)
    browser(at.hr).post(place(at, "new/"), line(at, person=twin.external_id))
    assert [one.employment_id for one in living(at)] == [twin.pk]


def test_after_the_lock_no_line_is_taken_but_the_late_log_is(at, browser):
    hr = browser(at.hr)
    refused = hr.post(place(at, "late/"), {"what": "Two hours", "cause": "client", "owner": "Dana"})
    assert refused.status_code == 422
    assert "give the line as usual" in said(refused)
    at.at.act(make_pages.services.lock_run, at.run.pk)
    late = hr.post(place(at, "new/"), line(at))
    assert late.status_code == 422
    assert "Inputs of this period are closed." in said(late)
    kept = hr.post(place(at, "late/"), {"what": "Two hours of Tom", "cause": "client", "owner": ""})
    assert "Two hours of Tom" in said(kept)
    page = hr.post(place(at, "late/"), {"what": "Two hours of Tom", "cause": "client", "owner": "Dana"}, follow=True)
    assert "Two hours of Tom" in said(page)
    with scope(at.at.specialist):
        held = LateInput.objects.get(period=at.run.period_id)
    settle = place(at, f"late/{held.pk}/settle/")
    assert hr.post(settle, {"how": "Paid in May"}).status_code == 403
    assert browser(at.at.specialist).post(settle, {"how": " "}).status_code == 422
    done = browser(at.at.specialist).post(settle, {"how": "Paid in May"}, follow=True)
    assert "Paid in May" in said(done)


def file_of(at, *rows):
    head = "employment,element,line_id,units,rate,amount,note"
    return SimpleUploadedFile("may.csv", "\n".join([head, *rows]).encode())


def test_a_file_is_checked_first_then_applied_and_changes_nothing_twice(at, browser):
    hr, tom = browser(at.hr), at.at.staff[0].external_id
    rows = (f"{tom},overtime,OT-1,7.5,,,Saturday", f"{tom},bonus,B-1,,,100.00,")
    report = hr.post(place(at, "import/"), {"file": file_of(at, *rows)}, follow=True)
    assert "Nothing is saved yet" in said(report)
    assert living(at) == []
    confirm = report.redirect_chain[-1][0] + "confirm/"
    assert "2 lines were taken in." in said(hr.post(confirm, follow=True))
    assert len(living(at)) == 2
    assert hr.post(confirm).status_code == 409
    again = hr.post(place(at, "import/"), {"file": file_of(at, *rows)}, follow=True)
    assert "This file would change nothing" in said(again)


def test_refused_rows_are_named_and_the_good_ones_can_be_taken(at, browser):
    hr, tom = browser(at.hr), at.at.staff[0].external_id
    rows = (f"{tom},overtime,OT-1,7.5,,,", "nobody,overtime,OT-2,1,,,", f"{tom},tips,T-1,,,5.00,")
    report = hr.post(place(at, "import/"), {"file": file_of(at, *rows)}, follow=True)
    assert "2 rows are refused" in said(report)
    assert "There is no employment with this external id." in said(report)
    assert "Take the 1 good line only" in said(report)
    hr.post(report.redirect_chain[-1][0] + "confirm/", {"partial": "1"})
    assert len(living(at)) == 1


def test_what_is_no_table_is_refused_on_the_form(at, browser):
    answer = browser(at.hr).post(place(at, "import/"), {"file": SimpleUploadedFile("may.csv", b"\x00\x01\x02")})
    assert answer.status_code == 422
    assert browser(at.hr).post(place(at, "import/"), {}).status_code == 422


def test_somebody_elses_check_cannot_be_confirmed(at, browser):
    hr, tom = browser(at.hr), at.at.staff[0].external_id
    report = hr.post(place(at, "import/"), {"file": file_of(at, f"{tom},overtime,OT-1,7.5,,,")}, follow=True)
    confirm = report.redirect_chain[-1][0] + "confirm/"
    assert browser(at.at.specialist).post(confirm).status_code == 409
    stranger = make.actor(Role.PAYROLL_SPECIALIST, make.client())
    assert browser(stranger).post(confirm).status_code == 404
    assert living(at) == []


def test_templates_and_exports_are_tables(at, browser):
    make_pages.give(at, 0, 0, "bonus", amount=10_000, note="=SUM(A1)")
    desk = browser(at.at.specialist)
    assert said(desk.get(place(at, "template.csv"))).lstrip("\ufeff").startswith("employment,element,line_id")
    assert desk.get(place(at, "template.xlsx")).content[:2] == b"PK"
    rows = said(desk.get(place(at, "export.csv"))).splitlines()
    assert len(rows) == 2
    assert ",100.00,'=SUM(A1)," in rows[1]
    assert desk.get(place(at, "export.exe")).status_code == 404


@pytest.mark.parametrize("rest", ["new/", "import/", "template.csv"])
def test_readers_without_the_right_send_nothing(at, browser, rest):
    leader = make.actor(Role.ENGAGEMENT_MANAGER, at.at.at.client)
    assert browser(leader).get(place(at, rest)).status_code == 403
    assert "Add a line" not in said(browser(leader).get(place(at)))
    assert browser(make.actor(Role.CLIENT_HR, make.client())).get(place(at, rest)).status_code == 404
