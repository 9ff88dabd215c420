"""Pages of what is agreed beside the head: changes with two signatures, papers, who does what, indices, frameworks."""

from datetime import date
from uuid import uuid4

import pytest
from tests import make
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements import make_terms as its
from tests.openhro.engagements.make_engagements import SPRING
from tests.openhro.engagements.make_terms import on

from openhro.core.actor import Role, system
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.engagements.models import Amendment, Duty, Engagement, IndexValue
from openhro.engagements.services import ScopeTerms

pytestmark = pytest.mark.django_db


def newest(table, **values):
    with scope(system()):
        return table.objects.filter(**values).order_by("-pk").first()


def test_a_change_is_drafted_filled_signed_and_read_on_pages():
    at = they.world()
    made = they.live(at)
    em, ca, pa = make.browser(at.em), make.browser(at.ca), make.browser(at.pa)
    base = f"/engagements/{made.pk}/amendments/"
    assert "Nothing was changed since both signed" in make.text(em.get(base))
    words = {"kind": "amendment", "title": "Longer notice", "effective_on": "2030-01-01", "price_impact": "12.50"}
    answer = em.post(f"{base}new/", words)
    held = newest(Amendment, engagement=made)
    assert answer.url == f"/amendments/{held.pk}/" and held.price_impact_minor == 1250
    page = f"/amendments/{held.pk}/"
    head = {"term_months": "", "renewal": "none", "notice_months": "6", "law": "", "dpa_ref": "DPA-1",
            "risk_bearer": "client", "plan_sponsor": "client"}  # fmt: skip
    assert em.post(f"{page}add/head/", head).url == page
    again = em.post(f"{page}add/head/", head)
    assert "nothing would change" in make.text(again)
    hiring = {"function": "rpo", "country": "GB", "entity": str(at.uk.pk), "start": "2030-01-01",
              "responsibility": "provider"}  # fmt: skip
    assert em.post(f"{page}add/add_scope/", hiring).url == page
    told = make.text(em.get(page))
    assert "Notice in months: 6" in told and "Add work to the scope: Recruitment · GB" in told
    assert "US$12.50" in told
    assert em.post(f"{page}drop/1/").url == page
    assert em.post(f"{page}drop/1/").status_code == 404
    assert len(newest(Amendment, pk=held.pk).changes) == 1
    assert "Sign" not in [one.strip() for one in make.text(em.get(page)).splitlines()]
    assert ca.post(f"{page}moves/sign/").url == page
    assert "Waiting" in make.text(ca.get(page))
    assert pa.post(f"{page}moves/sign/").url == page
    assert newest(Amendment, pk=held.pk).state == "agreed"
    assert pa.get(f"{page}moves/sign/").status_code == 409
    told = make.text(ca.get(base))
    assert "Longer notice" in told and "Amendment 1" in told and "Signed by both" in told


def test_a_refused_change_stays_in_its_form():
    at = they.world()
    made = they.live(at)
    with on(its.SUMMER):
        em = make.browser(at.em)
        held = its.drafted(at, made)
        page = f"/amendments/{held.pk}/add/add_scope/"
        germany = {"function": "payroll", "country": "DE", "start": "2026-09-01", "responsibility": "provider"}
        answer = em.post(page, germany)
        assert answer.status_code == 200 and "no legal entity in DE" in make.text(answer)
        late = em.post(f"/engagements/{made.pk}/amendments/new/", {"kind": "amendment", "title": "x",
                                                                     "effective_on": "2026-05-01"})  # fmt: skip
        assert "takes effect" in make.text(late) or "take effect" in make.text(late)
        assert em.get(f"/amendments/{held.pk}/add/nothing/").status_code == 404
        assert em.get(f"/amendments/{held.pk}/moves/nothing/").status_code == 404
    assert len(newest(Amendment, pk=held.pk).changes) == 1


def test_the_clients_hr_asks_in_words_only():
    at = they.world()
    made = they.live(at)
    hr = make.browser(they.actor(Role.CLIENT_HR, at.client))
    base = f"/engagements/{made.pk}/amendments/"
    form = make.text(hr.get(f"{base}new/"))
    assert "Ask for a change" in form and "monthly charge" not in form
    hr.post(f"{base}new/", {"title": "Cut-off on the 15th", "effective_on": "2030-01-01"})
    held = newest(Amendment, engagement=made)
    assert (held.kind, held.drafted_side) == ("change_request", "client")
    assert hr.get(f"/amendments/{held.pk}/add/head/").status_code == 403
    changed = {"title": "Cut-off on the 20th", "effective_on": "2030-01-01", "version": "1"}
    assert hr.post(f"/amendments/{held.pk}/edit/", changed).url == f"/amendments/{held.pk}/"
    assert hr.post(f"/amendments/{held.pk}/moves/withdraw/").url == f"/amendments/{held.pk}/"
    assert newest(Amendment, pk=held.pk).state == "withdrawn"


def test_who_signs_their_own_change_is_told_so():
    at = they.world()
    made = they.live(at)
    ca = make.browser(at.ca)
    ca.post(f"/engagements/{made.pk}/amendments/new/", {"title": "Mine", "effective_on": "2030-01-01"})
    held = newest(Amendment, engagement=made)
    answer = ca.post(f"/amendments/{held.pk}/moves/sign/")
    assert "Somebody else must check this" in make.text(answer)
    assert newest(Amendment, pk=held.pk).state == "draft"


def test_papers_are_read_as_pdf():
    at = they.world()
    made = they.signed(at, code="ENG-1")
    ca = make.browser(at.ca)
    with scope(at.ca):
        version = made.versions.get()
    kept = ca.get(f"/contract-versions/{version.pk}.pdf")
    assert (kept["Content-Type"], kept.content) == ("application/pdf", bytes(version.signed_pdf))
    assert "ENG-1-v1.pdf" in kept["Content-Disposition"]
    assert ca.get(f"/engagements/{made.pk}/contract.pdf").content[:5] == b"%PDF-"


def test_the_matrix_is_begun_changed_and_ended_on_pages():
    at = they.world()
    made = they.live(at)
    em, base = make.browser(at.em), f"/engagements/{made.pk}/raci/"
    assert "Payroll: nobody is named for any step." in make.text(em.get(base))
    assert em.post(f"{base}propose/").url == base
    told = make.text(em.get(base))
    assert "Approve the pay run" in told and "the employer decides" in told and "still open" not in told
    row = newest(Duty, engagement=made, step="approve")
    parts = {"function": "payroll", "step": "approve", "name": "Approve", "responsible": ["CH"], "process": ""}
    refused = em.post(f"/duties/{row.pk}/", parts | {"accountable": "EM"})
    assert "This is the employer’s decision" in make.text(refused)
    assert em.post(f"/duties/{row.pk}/", parts | {"accountable": "CH"}).url == base
    assert newest(Duty, engagement=made, step="approve").accountable == "CH"
    own = parts | {"step": "advance", "name": "Grant an advance", "accountable": "CA"}
    assert em.post(f"{base}new/", own).url == base
    assert em.post(f"/duties/{newest(Duty, step='advance').pk}/end/").url == base
    for by in (at.ca, they.actor(Role.AUDITOR, at.client)):
        browser = make.browser(by)
        assert "Add a step" not in make.text(browser.get(base))
        assert browser.post(f"{base}propose/").status_code == 403
        assert browser.post(f"/duties/{row.pk}/end/").status_code == 403


def test_figures_of_indices_are_entered_with_their_source():
    at = they.world()
    em = make.browser(at.em)
    figure = {"index": "UK-CPI", "month": "2027-01-01", "change": "2.6", "source": "https://www.ons.gov.uk"}
    assert "No figure yet" in make.text(em.get("/indices/"))
    assert "Write the index in capitals" in make.text(em.post("/indices/", figure | {"index": "cpi"}))
    assert em.post("/indices/", figure).url == "/indices/"
    assert IndexValue.objects.get().source == "https://www.ons.gov.uk"
    assert "2.6 %" in make.text(make.browser(at.ca).get("/indices/"))
    assert make.browser(at.ca).post("/indices/", figure).status_code == 403
    assert make.browser(they.actor(Role.EMPLOYEE, at.client)).get("/indices/").status_code == 403


def test_an_indexed_price_is_drafted_and_explains_itself():
    at = they.world()
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    price = {"code": "pepm", "kind": "pepm", "start": "2026-03-01", "rate_minor": "18.00", "tier_mode": "graduated",
             "count_basis": "any_day", "index": "UK-CPI", "index_from": "2027-03-01", "index_cap": "4"}  # fmt: skip
    assert make.browser(at.em).post(f"/engagements/{made.pk}/price/", price).status_code == 302
    live = they.live(at, price=they.pepm(index="UK-CPI", index_from=date(2027, 3, 1)))
    they.act(at.em, services.enter_index_value, "UK-CPI", date(2027, 1, 1), 3 * its.ONE, "x")
    with on(date(2027, 3, 1)):
        [record] = they.act(system(), services.index_prices)
        told = make.text(make.browser(at.ca).get(f"/amendments/{record.pk}/"))
    assert "US$18.00 → US$18.54" in told and live.code in told


def test_a_framework_and_its_child_point_at_each_other():
    at = they.world()
    em = make.browser(at.em)
    head = {"code": "FRAME", "model": "HRO", "currency": "USD", "effective_from": "2026-03-01", "notice_months": "3",
            "risk_bearer": "client", "framework": "on"}  # fmt: skip
    assert em.post(f"/engagements/new/?client={at.client.code}", head).status_code == 302
    frame = newest(Engagement, code="FRAME")
    child = head | {"code": "CHILD", "framework": "", "parent_id": str(frame.pk)}
    em.post(f"/engagements/new/?client={at.client.code}", child)
    made = newest(Engagement, code="CHILD")
    assert made.parent_id == frame.pk
    assert "CHILD" in make.text(em.get(f"/engagements/{frame.pk}/"))
    assert "FRAME" in make.text(em.get(f"/engagements/{made.pk}/"))


def test_the_page_names_who_employs_and_who_files():
    at = they.world()
    peo = they.provider_entity("US", "peo_registration")
    co = they.live(
        at, ScopeTerms("payroll", "US", SPRING, entity_id=at.us.pk, provider_entity_id=peo.pk), model="PEO",
        provider_entity_id=peo.pk, price=they.pepm(),
    )  # fmt: skip
    told = make.text(make.browser(at.ca).get(f"/engagements/{co.pk}/"))
    assert "Northbridge US files under its own number, as co-employer · EIN 98-7654321" in told
    assert "Halden Instruments Inc. employs at the worksite · EIN 12-3456789" in told
    hro = they.live(at)
    told = make.text(make.browser(at.ca).get(f"/engagements/{hro.pk}/"))
    assert "Halden Instruments Ltd pays and files in its own name" in told


def test_a_signed_contract_offers_changes_and_no_other_way():
    at = they.world()
    em = make.browser(at.em)
    draft = make.text(em.get(f"/engagements/{they.drafted(at).pk}/"))
    assert "Add work" in draft and "Draft a change" not in draft
    at = they.world()
    signed = f"/engagements/{they.signed(at).pk}/"
    told = make.text(em.get(signed))
    assert "Draft a change" in told and "Add work" not in told and "Add a price" not in told
    assert "Ask for a change" in make.text(make.browser(at.ca).get(signed))
    assert "a change" not in make.text(make.browser(they.actor(Role.AUDITOR, at.client)).get(signed))


def test_another_clients_pages_do_not_exist():
    at, other = they.world(), they.world()
    made = they.live(at)
    held = its.drafted(at, made)
    with on(SPRING):
        they.act(at.em, services.propose_duties, made.pk)
    row = newest(Duty, engagement=made)
    with scope(at.em):
        version = made.versions.get()
    stranger = they.actor(Role.ENGAGEMENT_MANAGER, other.client)
    browser = make.browser(they.also(stranger, Role.CLIENT_ADMIN, other.client.pk))
    base = f"/engagements/{made.pk}"
    for path in (
        f"{base}/amendments/", f"{base}/amendments/new/", f"{base}/raci/", f"{base}/raci/new/", f"{base}/contract.pdf",
        f"/amendments/{held.pk}/", f"/amendments/{held.pk}/edit/", f"/amendments/{held.pk}/add/head/",
        f"/amendments/{held.pk}/moves/sign/", f"/contract-versions/{version.pk}.pdf", f"/duties/{row.pk}/",
        f"/amendments/{uuid4()}/",
    ):  # fmt: skip
        assert browser.get(path).status_code == 404, path
    for path in (f"{base}/raci/propose/", f"/duties/{row.pk}/end/", f"/amendments/{held.pk}/drop/0/"):
        assert browser.post(path).status_code == 404, path
