"""Who does what for me: every employee reads the legal employer and who does which step, and nobody else's."""

import pytest
from tests import make
from tests.openhro.engagements import make_engagements as they
from tests.openhro.people import make_people

from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.engagements import services
from openhro.engagements.services import ScopeTerms
from openhro.people import services as people

pytestmark = pytest.mark.django_db


def employee(at, **values):
    """Somebody hired under a contract, with an account."""
    hr = they.actor(Role.CLIENT_HR, at.client)
    house = make_people.House(at.client, at.us, at.uk, hr, at.pa)
    someone = make_people.person(house)
    with scope(hr):
        terms = make_people.terms(house, start=they.SPRING, **values)
        job = people.hire(hr, someone.pk, terms, post=make_people.post())
    return make_people.employee(house, job)


def test_under_hro_the_client_is_the_only_employer():
    at = they.world()
    made = they.live(at)
    they.act(at.em, services.propose_duties, made.pk)
    told = make.text(make.browser(employee(at)).get("/home/who/"))
    assert "Halden Instruments Ltd is your only employer." in told
    assert "Legal employer Halden Instruments Ltd" in told
    assert "Approve the pay run Halden Instruments Group, HR team" in told
    assert "answers for it: Halden Instruments Group, head of HR" in told
    home = make.browser(employee(at)).get("/home/").content.decode()
    assert 'href="/home/who/"' in home


def test_under_eor_the_provider_is_the_legal_employer():
    at = they.world()
    ours = they.provider_entity("DE", "payroll_withholding", "labour_leasing")
    made = they.live(
        at, ScopeTerms("employment", "DE", they.SPRING, provider_entity_id=ours.pk), model="EOR",
        provider_entity_id=ours.pk, price=they.pepm(kind="flat_per_employee", tiers=(), rate_minor=60_000),
    )  # fmt: skip
    they.act(at.em, services.propose_duties, made.pk)
    lena = employee(at, country="DE", entity_id=None, provider_entity_id=ours.pk)
    told = make.text(make.browser(lena).get("/home/who/"))
    assert "Northbridge DE is your legal employer. You do your daily work for Halden Instruments Group." in told
    assert "Lead the daily work Halden Instruments Group, your manager" in told


def test_under_peo_both_are_named():
    at = they.world()
    ours = they.provider_entity("US", "peo_registration")
    they.live(
        at, ScopeTerms("payroll", "US", they.SPRING, entity_id=at.us.pk, provider_entity_id=ours.pk), model="PEO",
        provider_entity_id=ours.pk,
    )  # fmt: skip
    eve = employee(at, country="US", entity_id=at.us.pk)
    told = make.text(make.browser(eve).get("/home/who/"))
    assert "Pays and files Northbridge US" in told and "Where you work Halden Instruments Inc." in told
    assert "employ you together" in told


def test_who_has_no_job_here_reads_whom_to_ask():
    at = they.world()
    for role in (Role.EMPLOYEE, Role.MANAGER, Role.CLIENT_ADMIN):
        told = make.text(make.browser(they.actor(role, at.client)).get("/home/who/"))
        assert "No job of yours is known here" in told
    with scope(at.em):
        assert make.browser(they.actor(Role.EMPLOYEE, at.client)).post("/home/who/").status_code == 405
