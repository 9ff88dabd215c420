"""A month of payroll over REST, by the people whose work it is: inputs, lock, three approvals, money, payslips, close."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.payroll import make_payroll, make_release
from tests.openhro.people import make_people
from tests.openhro.rest.make_rest import Caller

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.payroll import services
from openhro.payroll.models import Calculation, Membership, PayInput, PayRun, RecurringElement, TaxFacts
from openhro.payroll.services.calculate import carry_out

pytestmark = pytest.mark.usefixtures("committed")


def element(caller: Caller, at, code: str) -> str:
    rows = caller.get("/pay-elements", client_id=at.at.client.pk).items
    return next(one["id"] for one in rows if one["code"] == code)


def calculate(at, caller: Caller, run: str) -> str:
    """Lock, queue, work in the foreground; the hash of the results."""
    assert caller.post(f"/runs/{run}/actions/lock")["row"]["state"] == "locked"
    job = caller.post(f"/runs/{run}/actions/calculate")
    assert (job["state"], job["unit"]) == ("queued", "payslips")
    assert caller.post(f"/runs/{run}/actions/calculate")["id"] == job["id"]
    with scope(at.specialist):
        pending = Calculation.objects.get(run_id=run, state="computing")
    carry_out(at.specialist, pending.pk)
    return caller.get(f"/runs/{run}")["result_hash"]


def test_a_month_from_inputs_to_closed_by_five_people():
    at = make_payroll.payroll()
    desk = make_release.desk(at)
    pat, rae, hannah = Caller(at.specialist), Caller(at.reviewer), Caller(desk.approver)
    fay, rex = Caller(desk.funder), Caller(desk.releaser)
    opened = pat.post("/runs", {"period_id": at.periods[0].pk})
    run, path = opened["row"]["id"], f"/runs/{opened['row']['id']}"
    assert (opened.status, opened["row"]["state"], opened["moves"]) == (201, "collecting", ["lock", "cancel"])
    who, bonus = at.staff[0].pk, element(pat, at, "bonus")
    line = {
        "period_id": at.periods[0].pk, "employment_id": who, "element_id": bonus, "external_id": "B-1",
        "amount_minor": 50_000,
    }  # fmt: skip
    given = pat.post("/inputs", line)
    assert (given.status, given["version"], given["source"]) == (201, 1, "api")
    assert pat.post("/inputs", line)["version"] == 1
    assert pat.post("/inputs", line | {"amount_minor": 60_000})["version"] == 2
    assert pat.get("/inputs", run_id=run)["count"] == 1
    seen = {"seen": calculate(at, pat, run)}
    assert pat.post("/inputs", line | {"amount_minor": 1}).refused == (409, "AFTER_CUTOFF")
    late = {"period_id": at.periods[0].pk, "payload": {"hours": "2"}, "cause": "client", "owner": "Pat"}
    logged = pat.post("/late-inputs", late)
    assert pat.post(f"/late-inputs/{logged['id']}/actions/settle", {"how": "Next month"})["settled_how"] == "Next month"
    assert [one["cause"] for one in pat.get("/late-inputs", run_id=run).items] == ["client"]
    for problem in pat.get(f"{path}/problems", severity="warning", open_only=True).items:
        assert pat.post(f"/problems/{problem['id']}/actions/answer", {"answer": "Known."})["answer"] == "Known."
    for change in pat.get(f"{path}/variances", reason="unexplained").items:
        assert pat.post(f"/variances/{change['id']}/actions/answer", {"answer": "Right."})["answer"] == "Right."
    assert rae.post(f"{path}/actions/review", seen).refused == (409, "APPROVAL_ORDER")
    pat.post(f"{path}/actions/prepare", seen).good  # noqa: B018
    assert pat.post(f"{path}/actions/review", seen).refused == (409, "SELF_APPROVAL")
    assert rae.post(f"{path}/actions/review", {"seen": "0" * 64}).refused == (409, "RESULTS_CHANGED")
    assert rae.post(f"{path}/actions/review", seen)["row"]["state"] == "reviewed"
    assert rae.post(f"{path}/actions/client_approve", seen).refused == (403, "FORBIDDEN")
    assert hannah.post(f"{path}/actions/client_approve", seen)["row"]["state"] == "client_approved"
    assert [one["step"] for one in pat.get(f"{path}/approvals").items] == ["preparer", "reviewer", "client"]
    cash = pat.get(f"{path}/cash-requirement")
    money = {"how": "cleared_funds", "reference": "CR-1", "amount_minor": cash["total_minor"]}
    assert fay.post(f"{path}/actions/fund", money | {"amount_minor": 1}).refused == (422, "FUNDING_SHORT")
    assert fay.post(f"{path}/actions/fund", money, "fund-1")["row"]["state"] == "funded"
    assert fay.post(f"{path}/actions/fund", money, "fund-1")["row"]["state"] == "funded"
    with clock.travel(datetime(2026, 4, 27, 12, tzinfo=UTC)):
        assert fay.post(f"{path}/actions/release").refused == (409, "SELF_APPROVAL")
        # A token made today is not valid for ever: the travelled day lies before it, which is fine.
        assert rex.post(f"{path}/actions/release")["row"]["state"] == "released"
    services.write_payslips(desk.releaser, run)
    _read_what_came_of_it(pat, path, run, who)
    assert pat.post(f"{path}/actions/mark_paid")["row"]["state"] == "paid"
    assert pat.post(f"{path}/actions/mark_filed", {"filings": {"FPS": "A-1"}})["row"]["state"] == "filed"
    assert pat.post(f"{path}/actions/close")["row"]["state"] == "closed"
    illegal = pat.post(f"{path}/actions/unlock", {"reason": "late"})
    assert (illegal.refused, illegal.body["detail"]["allowed"]) == ((409, "ILLEGAL_TRANSITION"), [])


def _read_what_came_of_it(pat: Caller, path: str, run: str, who) -> None:
    results = pat.get(f"{path}/results", limit=2)
    more = pat.get(f"{path}/results", limit=2, cursor=results["next"])
    assert (len(results.items), len(more.items), more["next"], results["currency"]) == (2, 1, None, "GBP")
    row = next(one for one in (*results.items, *more.items) if one["employment_id"] == str(who))
    slip = pat.get(f"{path}/payslips/{who}")
    assert (slip["net_minor"], slip["currency"]) == (row["net_minor"], "GBP")
    assert sum(line["amount_minor"] for line in slip["earnings"]) == slip["gross_minor"] == row["gross_minor"]
    explained = pat.get(f"{path}/payslips/{who}/explain")
    assert (explained["exact"], explained["differs"]) == (True, [])
    assert any(step["cite"] for part in explained["sections"] for step in part["steps"])
    pdf = pat.http.get(f"/api/v1{path}/payslips/{who}/pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert all(one["holds"] for one in pat.get(f"{path}/tie-out").items)
    assert pat.get(f"{path}/walk").items[0]["paid"] == 3
    files = {one["kind"]: one for one in pat.get(f"{path}/files").items}
    assert set(files) == {"bank", "journal", "register", "payslips"}
    for file in files.values():
        content = b"".join(pat.http.get(f"/api/v1/files/{file['id']}").streaming_content)
        assert len(content) == file["size"]


def test_one_key_opens_one_run_and_funds_once():
    at = make_payroll.payroll()
    pat, body = Caller(at.specialist), {"period_id": at.periods[0].pk}
    first, again = pat.post("/runs", body, "open-1"), pat.post("/runs", body, "open-1")
    assert first.body == again.body
    assert pat.post("/runs", body).refused == (409, "RUN_EXISTS")
    assert pat.post("/runs", {"period_id": at.periods[1].pk}, "open-1").refused == (409, "IDEMPOTENCY_REUSE")
    with scope(at.specialist):
        assert PayRun.objects.filter(period__group=at.group).count() == 1
    patched = pat.patch(f"/runs/{first['row']['id']}", {"state": "closed"}, 1)
    assert patched.refused == (422, "STATE_READ_ONLY")


def test_an_employee_sees_ones_own_payslip_once_it_is_released_and_no_other():
    at = make_payroll.payroll()
    desk = make_release.desk(at)
    run = make_release.released(at, desk)
    user = make.user("Eve")
    make.grant(user, Role.EMPLOYEE, at.at.client)
    with scope(at.specialist):
        from openhro.people import services as people

        people.link_user(at.specialist, at.staff[0].person_id, user.pk)
    eve = Caller(make.as_actor(user))
    [own] = eve.get("/payslips").items
    assert own["employment_id"] == str(at.staff[0].pk)
    assert eve.get(f"/runs/{run.pk}/payslips/{at.staff[0].pk}")["net_minor"] == own["net_minor"]
    assert eve.get(f"/runs/{run.pk}/payslips/{at.staff[1].pk}").status in (403, 404)
    assert eve.get(f"/runs/{run.pk}/results").refused == (403, "FORBIDDEN")
    assert eve.get("/runs").refused == (403, "FORBIDDEN")
    with scope(system()):
        assert not JournalEntry.objects.filter(event="payroll.payslip_read", actor=user.pk).exists()


def test_payroll_is_set_up_piece_by_piece():
    at = make_payroll.payroll(())
    pat, client = Caller(at.specialist), at.at.client
    body = {
        "client_id": client.pk, "code": "uk-weekly", "name": "UK weekly", "country": "GB", "pack": "gb", "currency": "GBP",
        "frequency": "weekly", "zone": "Europe/London", "entity_id": at.at.uk.pk,
        "originator": {"bacs": {"sun": "123456", "sort_code": "204060", "account": "12345678", "name": "HALDEN"}},
    }  # fmt: skip
    group = pat.post("/pay-groups", body)
    assert "12345678" not in group.response.content.decode()
    assert pat.get(f"/pay-groups/{group['id']}")["code"] == "uk-weekly"
    periods = pat.post("/pay-periods", {"group_id": group["id"], "first": "2026-06-01", "count": 4, "pay_day": 5})
    assert [one["start"] for one in periods.items] == ["2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22"]
    assert len(pat.get("/pay-periods", group_id=group["id"], year=2026).items) == 4
    new = {"client_id": client.pk, "pack": "gb", "code": "tips", "name": "Tips", "category": "bonus_pay"}
    assert pat.post("/pay-elements", new)["category"] == "bonus_pay"
    for values, code in [
        ({"code": "a b"}, "INVALID_FIELD"), ({"zone": "Mars/Base"}, "ZONE"), ({"code": "uk-monthly"}, "GROUP_EXISTS"),
        ({"frequency": "hourly"}, "FREQUENCY"), ({"currency": "USD"}, "CURRENCY_MIX"), ({"entity_id": None}, "ONE_EMPLOYER"),
        ({"entity_id": make.uuid4()}, "NOT_FOUND"), ({"state": "x"}, "UNKNOWN_FIELD"),
    ]:  # fmt: skip
        assert pat.post("/pay-groups", body | {"code": "other"} | values).body["code"] == code, values
    for values in ({"first": "9999-12-31"}, {"count": 401}, {"hour": 25}, {"pay_day": 99}, {"input_lead": 1_000}):
        plan = {"group_id": group["id"], "first": "2027-06-01", "count": 1, "pay_day": 5} | values
        assert pat.post("/pay-periods", plan).status == 422, values


def test_facts_of_another_clients_people_are_not_taken():
    at, other = make_payroll.payroll(()), make_people.house()
    stranger = make_people.hired(other)
    pat, bonus = Caller(at.specialist), None
    bonus = element(pat, at, "bonus")
    day = {"start": "2026-06-01"}
    tries = [
        ("/tax-facts", {"client_id": at.at.client.pk, "employment_id": stranger.pk, "pack": "gb", "facts": {}} | day),
        ("/recurring-lines", {"employment_id": stranger.pk, "element_id": bonus, "amount_minor": 1} | day),
        (f"/pay-groups/{at.group.pk}/actions/add_members", {"members": [{"employment_id": stranger.pk} | day]}),
        (
            "/opening-balances",
            {"group_id": at.group.pk, "employment_id": stranger.pk, "as_of": "2026-06-01", "values": {}, "source": "x"},
        ),
    ]
    for path, body in tries:
        assert pat.post(path, body).refused == (404, "NOT_FOUND"), path
    line = {
        "period_id": at.periods[0].pk, "employment_id": stranger.pk, "element_id": bonus, "external_id": "1",
        "amount_minor": 1,
    }  # fmt: skip
    assert pat.post("/inputs", line).refused == (422, "NOT_ON_PAYROLL")
    with scope(system()):
        for model in (TaxFacts, RecurringElement, Membership, PayInput):
            assert not model.objects.filter(employment=stranger).exists()


def test_somebody_is_paid_in_one_group_at_a_time():
    at = make_payroll.payroll((3_000_000,))
    pat = Caller(at.specialist)
    other = at.act(
        services.add_group,
        services.NewGroup(
            at.at.client.pk, "second", "Second", "GB", "gb", "GBP", "monthly", "Europe/London", entity_id=at.at.uk.pk
        ),
    )
    members = {"members": [{"employment_id": at.staff[0].pk, "start": "2026-06-01"}]}
    assert pat.post(f"/pay-groups/{other.pk}/actions/add_members", members).refused == (409, "MEMBER_ELSEWHERE")
    assert pat.post(f"/pay-groups/{at.group.pk}/actions/add_members", members)["added"] == 0
    held = pat.get(f"/pay-groups/{at.group.pk}/members", as_of="2026-06-01").items
    assert [one["employment_id"] for one in held] == [str(at.staff[0].pk)]


def test_facts_and_lines_are_set_from_a_day_on():
    at = make_payroll.payroll((3_000_000,))
    pat, job = Caller(at.specialist), at.staff[0]
    body = {"client_id": at.at.client.pk, "employment_id": job.pk, "pack": "gb", "start": "2026-09-01"}
    facts = make_payroll.GB_FACTS | {"tax_code": "BR"}
    assert pat.post("/tax-facts", body | {"facts": facts})["facts"]["tax_code"] == "BR"
    before = pat.get("/tax-facts", employment_id=job.pk, as_of="2026-08-31").items[0]["versions"]
    assert [one["facts"]["tax_code"] for one in before] == ["1257L"]
    assert pat.post("/tax-facts", body | {"facts": facts}).refused == (409, "LATER_FACTS")
    late = body | {"start": "2026-10-01"}
    assert pat.post("/tax-facts", late | {"facts": {"ni_letter": "nonsense"}}).refused == (422, "BAD_FACT")
    assert pat.post("/tax-facts", late | {"facts": {"tax_cod": "BR"}}).refused == (422, "UNKNOWN_FIELD")
    line = {
        "employment_id": job.pk,
        "element_id": element(pat, at, "bonus"),
        "amount_minor": 2_500,
        "start": "2026-09-01",
    }
    assert pat.post("/recurring-lines", line | {"last": "2026-12-31"})["valid_to"] == "2026-12-31"
    assert pat.post("/recurring-lines", line | {"last": "2026-01-01"}).refused[0] == 422
    assert len(pat.get("/recurring-lines", employment_id=job.pk).items) == 1


def test_inputs_come_as_a_file_dry_run_first():
    at = make_payroll.payroll((3_000_000,))
    pat, job = Caller(at.specialist), at.staff[0]
    content = f"employment,element,line_id,amount\n{job.external_id},bonus,B-1,500.00\n".encode()
    send = lambda content, **more: pat.upload(  # noqa: E731
        "/input-imports", period_id=at.periods[0].pk, file=SimpleUploadedFile("inputs.csv", content), **more
    )
    assert (send(content)["state"], send(content)["created"]) == ("dry_run", 1)
    done = send(content, dry_run="false")
    assert (done["state"], done["created"]) == ("applied", 1)
    assert send(content, dry_run="false")["unchanged"] == 1
    bad = send(content + b"nobody,bonus,B-2,1.00\n", dry_run="false")
    assert (bad["state"], bad["refused"][0]["code"], bad["refused"][0]["row"]) == ("refused", "EMPLOYMENT_UNKNOWN", 3)
    assert pat.get(f"/payroll-imports/{done['id']}")["kind"] == "payroll.inputs"
    assert len(pat.get("/payroll-imports", client_id=at.at.client.pk).items) == 5
