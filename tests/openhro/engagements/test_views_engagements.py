"""Pages of engagements: what is agreed, the moves of a whole life, forms whose refusals stay, and who may what."""

from datetime import date

import pytest
from tests import make
from tests.openhro.engagements import make_engagements
from tests.openhro.engagements.make_engagements import SPRING

from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.engagements.models import Engagement, PriceItem, ScopeItem

pytestmark = pytest.mark.django_db


def page(contract) -> str:
    return f"/engagements/{contract.pk}/"


def stored(contract) -> Engagement:
    with scope(system()):
        return Engagement.objects.get(pk=contract.pk)


def count(model, contract) -> int:
    with scope(system()):
        return model.objects.filter(engagement_id=contract.pk).count()


def test_the_page_shows_model_scope_prices_and_signatures():
    at = make_engagements.world()
    contract = make_engagements.live(at, code="ENG-HAL-01")
    words = make.text(make.browser(at.em).get(page(contract)))
    for fact in (
        "ENG-HAL-01",
        "HRO: Human resource outsourcing",
        "The client, alone",
        "Halden Instruments Ltd · GB",
        "1 to 50: US$18.00",
        "from 201: US$12.00",
        "at least US$2,500.00",
        "everybody employed on any day of the month",
        "An engagement went live",
        "DPA-1",
    ):
        assert fact in words, fact
    assert words.count("Approved") == 2


def test_the_list_is_narrowed_by_client_state_and_model():
    at, other = make_engagements.world(), make_engagements.world()
    make_engagements.drafted(at, code="ENG-A"), make_engagements.live(other, code="ENG-B")
    browser = make.browser(at.em)
    assert {"ENG-A", "ENG-B"} <= set(make.text(browser.get("/engagements/")).split())
    assert "ENG-B" not in make.text(browser.get(f"/engagements/?client={at.client.code}"))
    assert "ENG-A" not in make.text(browser.get("/engagements/?state=live"))
    assert browser.get("/engagements/?state=nonsense&model=HRO").status_code == 422


def test_a_contract_goes_from_draft_to_live_by_the_buttons_of_three_people():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    em, ca, pa = make.browser(at.em), make.browser(at.ca), make.browser(at.pa)
    steps = [
        (em, "propose", {}, "proposed"),
        (em, "send_for_review", {}, "client_review"),
        (ca, "sign", {}, "client_review"),
        (pa, "sign", {}, "signed"),
        (em, "start_transition", {}, "transition"),
        (pa, "go_live", {"day": "2026-03-01"}, "live"),
    ]
    for browser, name, given, state in steps:
        if name == "go_live":
            make_engagements.ready(at, contract)
        path = f"{page(contract)}moves/{name}/"
        assert path in browser.get(page(contract)).content.decode()
        assert browser.get(path).status_code == 200
        assert browser.post(path, given).url == page(contract)
        assert stored(contract).state == state
    assert stored(contract).live_from == SPRING


def test_the_gate_says_what_is_missing_before_and_when_one_tries():
    at = make_engagements.world()
    contract = make_engagements.signed(at)
    make_engagements.act(at.em, make_engagements.services.start_transition, contract.pk)
    make_engagements.ready(at, contract)
    make_engagements.end_grants(at.ca, date(2020, 6, 1))
    browser = make.browser(at.pa)
    assert "1 thing stands in the way of going live" in make.text(browser.get(page(contract)))
    answer = browser.get(f"{page(contract)}moves/go_live/")
    assert "APPROVER_MISSING" in make.text(answer)
    tried = browser.post(f"{page(contract)}moves/go_live/", {"day": "2026-03-01"})
    assert tried.status_code == 200
    assert "Not ready to go live: No client approver is named." in make.text(tried)
    assert stored(contract).state == "transition"


def test_the_maker_does_not_check():
    at = make_engagements.world()
    at.em = make_engagements.also(at.em, Role.PROVIDER_ADMIN)
    contract = make_engagements.reviewed(at)
    make_engagements.act(at.ca, make_engagements.services.sign, contract.pk, "client")
    answer = make.browser(at.em).post(f"{page(contract)}moves/sign/")
    assert answer.status_code == 200
    assert "Somebody else must check this" in make.text(answer)
    assert stored(contract).state == "client_review"


def test_suspending_needs_a_reason_and_notice_its_months():
    at = make_engagements.world()
    contract = make_engagements.live(at)
    pa = make.browser(at.pa)
    assert pa.post(f"{page(contract)}moves/suspend/", {"reason": ""}).status_code == 200
    assert stored(contract).state == "live"
    pa.post(f"{page(contract)}moves/suspend/", {"reason": "non_payment"})
    assert stored(contract).state == "suspended"
    pa.post(f"{page(contract)}moves/resume/")
    short = make.browser(at.ca).post(f"{page(contract)}moves/give_notice/", {"ends_on": "2026-03-02"})
    assert "Notice runs 3 months" in make.text(short)
    assert stored(contract).state == "live"
    make.browser(at.ca).post(f"{page(contract)}moves/give_notice/", {"ends_on": "2030-01-31"})
    kept = stored(contract)
    assert (kept.state, kept.notice_side, kept.effective_to) == ("notice", "client", date(2030, 1, 31))


def test_a_move_that_the_state_does_not_know_is_a_409_that_names_the_others():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    answer = make.browser(at.em).post(f"{page(contract)}moves/send_for_review/")
    assert answer.status_code == 409
    assert "Possible now: propose, withdraw." in make.text(answer)
    assert stored(contract).state == "draft"
    assert make.browser(at.em).get(f"{page(contract)}moves/vanish/").status_code == 404


@pytest.mark.parametrize("role", [Role.PAYROLL_SPECIALIST, Role.CLIENT_HR, Role.AUDITOR])
def test_readers_see_the_page_without_buttons_and_are_refused(role):
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    browser = make.browser(make_engagements.actor(role, at.client))
    body = browser.get(page(contract)).content.decode()
    for part in ("moves/", "scope/", "price/", "head/"):
        assert f"{page(contract)}{part}" not in body
    assert browser.post(f"{page(contract)}moves/propose/").status_code == 403
    for form in ("scope/", "price/", "head/"):
        assert browser.get(page(contract) + form).status_code == 403
    assert stored(contract).state == "draft"


def test_employees_see_no_contract():
    at = make_engagements.world()
    contract = make_engagements.live(at)
    browser = make.browser(make_engagements.actor(Role.EMPLOYEE, at.client))
    assert browser.get(page(contract)).status_code == 403
    assert browser.get("/engagements/").status_code == 403


def test_another_clients_contract_is_not_there():
    at, other = make_engagements.world(), make_engagements.world()
    contract = make_engagements.live(other, code="ENG-SECRET")
    browser = make.browser(at.ca)
    for path in ("", "moves/give_notice/"):
        assert browser.get(page(contract) + path).status_code == 404
    assert browser.post(f"{page(contract)}moves/give_notice/", {"ends_on": "2030-01-31"}).status_code == 404
    assert "ENG-SECRET" not in make.text(browser.get("/engagements/"))
    assert stored(contract).state == "live"


def scope_form(**values) -> dict:
    given = {"function": "payroll", "country": "DE", "entity": "", "start": "2026-03-01", "responsibility": "provider"}
    return given | values


def test_work_without_an_entity_is_refused_and_the_fitting_model_is_named():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    answer = make.browser(at.em).post(f"{page(contract)}scope/", scope_form())
    words = make.text(answer)
    assert answer.status_code == 200
    assert "The client has no legal entity in DE, and HRO needs one. Without it, EOR fits." in words
    assert "Employer of record fits instead" in words
    assert f"/engagements/new/?client={at.client.code}&amp;model=EOR" in answer.content.decode()
    assert 'value="DE"' in answer.content.decode()
    assert count(ScopeItem, contract) == 1


def test_work_is_added_and_ended():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    browser = make.browser(at.em)
    given = scope_form(country="us", entity=str(at.us.pk))
    assert browser.post(f"{page(contract)}scope/", given).url == page(contract)
    with scope(system()):
        item = ScopeItem.objects.get(engagement_id=contract.pk, country="US")
    assert item.entity_id == at.us.pk
    path = f"{page(contract)}scope/{item.pk}/end/"
    assert "End Payroll in US?" in make.text(browser.get(path))
    assert browser.post(path, {"last_day": "2026-12-31"}).url == page(contract)
    with scope(system()):
        item.refresh_from_db()
    assert item.valid.upper == date(2027, 1, 1)


def price_form(**values) -> dict:
    given = {
        "code": "extra",
        "kind": "retainer",
        "start": "2026-03-01",
        "rate_minor": "1,250.50",
        "tier_mode": "graduated",
        "count_basis": "any_day",
    }
    return given | values


@pytest.mark.parametrize("amount", ["1250.50", "1,250.50", " 1250.5 "])
def test_a_price_is_added_in_the_currency_of_the_contract(amount):
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    answer = make.browser(at.em).post(f"{page(contract)}price/", price_form(rate_minor=amount))
    assert answer.url == page(contract)
    with scope(system()):
        assert PriceItem.objects.get(engagement_id=contract.pk, code="extra").rate_minor == 125_050


def test_bands_are_written_one_a_line():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    given = price_form(kind="pepm", rate_minor="", tiers="50: 18.00\n200: 15\n*: 12.00", minimum_minor="2500")
    make.browser(at.em).post(f"{page(contract)}price/", given)
    with scope(system()):
        item = PriceItem.objects.get(engagement_id=contract.pk, code="extra")
    assert (item.tiers, item.minimum_minor) == ([[50, 1800], [200, 1500], [None, 1200]], 250_000)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"rate_minor": "12.345"}, "USD has 2 decimals"),
        ({"rate_minor": "lots"}, "is not an amount"),
        ({"rate_minor": "", "tiers": "fifty: 18"}, "Write each band as"),
        ({"rate_minor": "", "tiers": "50: 18.00"}, "The last band must be open"),
        ({"rate_minor": ""}, "an amount or bands"),
        ({"kind": "pct_payroll", "rate": "101", "rate_minor": ""}, "A percentage lies between 0 and 100"),
        ({"start": "2020-01-01"}, "keep within it"),
        ({"code": "pepm", "kind": "pepm", "rate_minor": "5"}, "already holds on some of these days"),
    ],
)
def test_a_price_that_is_none_keeps_the_form_and_says_why(values, says):
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    answer = make.browser(at.em).post(f"{page(contract)}price/", price_form(**values))
    assert answer.status_code == 200
    assert says in make.text(answer)
    assert count(PriceItem, contract) == 1


def test_an_unusual_price_is_saved_with_a_warning():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    browser = make.browser(at.em)
    answer = browser.post(f"{page(contract)}price/", price_form(kind="fixed", rate_minor="10"), follow=True)
    assert "is usually priced by" in make.text(answer)
    assert count(PriceItem, contract) == 2


def head_form(contract, **values) -> dict:
    kept = stored(contract)
    given = {
        "code": kept.code, "model": kept.model, "currency": kept.currency, "effective_from": "2026-03-01",
        "notice_months": "3", "risk_bearer": "client", "dpa_ref": "DPA-2", "version": str(kept.version),
    }  # fmt: skip
    return given | values


def test_the_head_is_changed_unless_somebody_was_faster():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    browser = make.browser(at.em)
    given = head_form(contract)
    assert browser.post(f"{page(contract)}head/", given).url == page(contract)
    assert stored(contract).dpa_ref == "DPA-2"
    stale = browser.post(f"{page(contract)}head/", given | {"dpa_ref": "DPA-3"})
    assert "Somebody changed this engagement since you opened it" in make.text(stale)
    assert stored(contract).dpa_ref == "DPA-2"


def test_what_both_have_signed_is_changed_by_amendment_only():
    at = make_engagements.world()
    contract = make_engagements.live(at)
    answer = make.browser(at.em).post(f"{page(contract)}head/", head_form(contract, law="Texas"))
    assert "Change it by an amendment that both sign." in make.text(answer)
    assert stored(contract).law == ""


def test_a_new_engagement_is_drafted_for_a_client():
    at = make_engagements.world()
    browser = make.browser(at.em)
    path = f"/engagements/new/?client={at.client.code}&model=EOR"
    assert '<option value="EOR" selected>' in browser.get(path).content.decode()
    given = {
        "code": "ENG-NEW", "model": "HRO", "currency": "usd", "effective_from": "2026-12-01", "notice_months": "3",
        "risk_bearer": "client",
    }  # fmt: skip
    answer = browser.post(path, given)
    with scope(system()):
        made = Engagement.objects.get(client=at.client, code="ENG-NEW")
    assert answer.url == page(made)
    assert made.currency == "USD"
    wrong = browser.post(path, given | {"code": "ENG-ASO", "model": "ASO", "risk_bearer": "provider"})
    assert "Under ASO the client pays the claims" in make.text(wrong)
    assert make.browser(at.ca).get(path).status_code == 403
    assert browser.get("/engagements/new/?client=nobody").status_code == 404


def test_the_reads_of_list_and_page_do_not_grow():
    at = make_engagements.world()
    contract = make_engagements.drafted(at)
    browser = make.browser(at.em)
    few = make.reads(browser, "/engagements/"), make.reads(browser, page(contract))
    for _ in range(4):
        make_engagements.drafted(at, make_engagements.payroll_uk(at, function="training", process=make.unique("p")))
    with scope(at.em):
        for function in ("training", "er", "desk"):
            terms = make_engagements.payroll_uk(at, function=function, process="p")
            make_engagements.services.add_scope(at.em, contract.pk, terms)
            make_engagements.services.add_price(at.em, contract.pk, make_engagements.pepm(code=function))
    assert (make.reads(browser, "/engagements/"), make.reads(browser, page(contract))) == few
