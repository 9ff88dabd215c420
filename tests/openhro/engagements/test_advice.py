"""Advice that is kept, and the drafts made from it: who may, what is refused, and that drafts keep every rule."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make
from tests.openhro.engagements import make_advice, make_engagements
from tests.openhro.engagements.make_advice import abroad, answers, place
from tests.openhro.engagements.make_engagements import act

from openhro.clients.models import Client, LegalEntity, Registration
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.models import Engagement, KeptAdvice, PriceItem, ScopeItem
from openhro.engagements.rules import FUNCTIONS, advice
from openhro.engagements.services import DraftInto

pytestmark = pytest.mark.django_db

TABLES = [Client, LegalEntity, Registration, Engagement, ScopeItem, PriceItem, KeptAdvice, JournalEntry]


def written() -> list:
    with scope(system()):
        return [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def refused(kind, by, service, *args):
    """The refusal of a call that wrote nothing at all."""
    before = written()
    with pytest.raises(kind) as caught, scope(by):
        service(by, *args)
    assert written() == before
    return caught.value


def companies() -> None:
    for country, kinds in make_advice.HELD.items():
        make_engagements.provider_entity(country, *kinds)


def kept(by, *places, **values) -> KeptAdvice:
    return act(by, services.keep_advice, answers(*places, **values))


def scope_of(made: Engagement) -> list:
    with scope(system()):
        rows = ScopeItem.objects.filter(engagement=made).select_related("entity", "provider_entity")
        return sorted(
            (one.function, one.country, getattr(one.entity, "name", ""), getattr(one.provider_entity, "name", ""))
            for one in rows
        )


def version(made: Engagement) -> int:
    with scope(system()):
        return Engagement.objects.get(pk=made.pk).version


def prices_of(made: Engagement) -> list:
    with scope(system()):
        rows = PriceItem.objects.filter(engagement=made).order_by("code")
        return [
            (one.kind, one.tiers, one.rate and one.rate.normalize(), one.minimum_minor, one.count_basis, one.functions)
            for one in rows
        ]


def test_an_advice_is_kept_with_its_answers_and_told():
    em = make_engagements.actor(Role.ENGAGEMENT_MANAGER)
    companies()
    asked = answers(place("GB", "payroll"), abroad("DE", "payroll"), growth_percent=10, hr_cost_minor=1)
    made = act(em, services.keep_advice, asked)
    with scope(em):
        found = queries.kept_advice(em, made.pk)
        assert advice.read_answers(found.answers) == asked
        assert found.decided == {"GB/payroll": "HRO", "DE/employment": "EOR", "DE/payroll": "EOR"}
        assert (found.client_id, found.made_by, found.drafted_at, found.drafts) == (None, em.user, None, [])
        entry = JournalEntry.objects.get(object_id=str(made.pk))
        assert (entry.event, entry.data) == ("engagements.advice_kept", {"models": ["HRO", "EOR"], "cells": 3})


def test_it_tells_what_another_day_would_say():
    em = make_engagements.actor(Role.ENGAGEMENT_MANAGER)
    made = kept(em, abroad("DE", "payroll"))
    companies()
    with scope(em):
        found = queries.kept_advice(em, made.pk)
        today = queries.recommendation(em, advice.read_answers(found.answers))
        assert found.decided == {"DE/payroll": ""}
        assert queries.changed_since(found, today) == ["DE/employment", "DE/payroll"]


def test_drafts_for_a_new_client_hold_scope_companies_and_the_providers_own_prices():
    pa = make_engagements.actor(Role.PROVIDER_ADMIN)
    companies()
    made = kept(pa, place("US", "payroll", "benefits", "rpo", "accounting"), abroad("DE", "payroll"), self_funded=True)
    drafts = act(pa, services.draft_from_advice, made.pk, DraftInto("ENG-ORC", client_code="orc"))
    assert [(one.code, one.model, one.state, one.currency) for one in drafts] == [
        ("ENG-ORC-HRO", "HRO", "draft", "USD"), ("ENG-ORC-EOR", "EOR", "draft", "USD"),
        ("ENG-ORC-ASO", "ASO", "draft", "USD"), ("ENG-ORC-BPO", "BPO", "draft", "USD"),
    ]  # fmt: skip
    hro, eor, aso, bpo = drafts
    assert (hro.effective_from, hro.effective_to, hro.term_months) == (date(2027, 1, 1), date(2028, 12, 31), 24)
    assert scope_of(hro) == [("payroll", "US", "Acme US", ""), ("rpo", "US", "Acme US", "")]
    assert scope_of(eor) == [("employment", "DE", "", "Northbridge DE"), ("payroll", "DE", "", "Northbridge DE")]
    assert scope_of(aso) == [("benefits", "US", "Acme US", "")]
    assert scope_of(bpo) == [("accounting", "US", "", "")]
    assert prices_of(hro) == [
        ("pepm", [[50, 1800], [200, 1500], [None, 1200]], None, 250_000, "any_day", []),
        ("per_hire", [], 15, None, "any_day", ["rpo"]),
    ]
    assert prices_of(eor) == [("flat_per_employee", [[None, 60_000]], None, None, "any_day", [])]
    assert prices_of(aso) == [("pepm", [[None, 4_200]], None, None, "enrolled", [])]
    assert prices_of(bpo) == []
    with scope(pa):
        client = Client.objects.get(code="orc")
        assert client.name == "Orchard Foods"
        [held] = Registration.objects.filter(client=client)
        assert (held.type, held.jurisdiction) == ("payroll_withholding", "US")
        again = queries.kept_advice(pa, made.pk)
        assert (again.client_id, again.drafts) == (client.pk, [one.pk for one in drafts])
        entry = JournalEntry.objects.get(event="engagements.advice_drafted")
        assert entry.client_id == client.pk and entry.data["models"] == ["HRO", "EOR", "ASO", "BPO"]
        for one in drafts:
            assert queries.breaches_on(pa, one, one.effective_from) == []


def test_a_prospect_comes_from_advice_to_a_live_contract():
    pa, em = make_engagements.actor(Role.PROVIDER_ADMIN), make_engagements.actor(Role.ENGAGEMENT_MANAGER)
    made = kept(pa, place("GB", "payroll", "benefits"))
    [hro] = act(pa, services.draft_from_advice, made.pk, DraftInto("ENG", client_code="orc"))
    with scope(pa):
        client = Client.objects.get(code="orc")
    ca, other = make_engagements.actor(Role.CLIENT_ADMIN, client), make_engagements.actor(Role.PROVIDER_ADMIN)
    act(em, services.revise_engagement, hro.pk, version(hro), {"dpa_ref": "DPA-1"})
    act(em, services.propose, hro.pk)
    act(em, services.send_for_review, hro.pk)
    act(ca, services.sign, hro.pk, "client")
    act(other, services.sign, hro.pk, "provider")
    act(em, services.start_transition, hro.pk)
    make_engagements.ready(make_engagements.World(client, None, None, em, pa, ca), hro)
    act(other, services.go_live, hro.pk, date(2027, 1, 1))
    with scope(em):
        item = ScopeItem.objects.get(engagement=hro, function="payroll")
        work = queries.Work(hro.client_id, "payroll", "GB", item.entity_id, None, date(2027, 1, 31))
        assert queries.required_scope(em, work).pk == item.pk
        assert queries.employer_of(em, item).name == "Acme GB"


def test_a_peo_names_both_companies():
    pa = make_engagements.actor(Role.PROVIDER_ADMIN)
    companies()
    made = kept(pa, place("US", "payroll", "benefits"), liability="share", self_funded=True)
    [peo] = act(pa, services.draft_from_advice, made.pk, DraftInto("E", client_code="orc"))
    assert scope_of(peo) == [
        ("benefits", "US", "Acme US", "Northbridge US"),
        ("payroll", "US", "Acme US", "Northbridge US"),
    ]
    assert prices_of(peo) == []


def test_an_engagement_manager_drafts_for_a_client_that_is_there_and_its_own_company_counts():
    at = make_engagements.world()
    made = kept(at.em, place("GB", "payroll"))
    [hro] = act(at.em, services.draft_from_advice, made.pk, DraftInto("E", client_id=at.client.pk))
    assert scope_of(hro) == [("payroll", "GB", "Halden Instruments Ltd", "")]
    with scope(at.em):
        assert LegalEntity.objects.filter(client=at.client).count() == 2


def test_only_an_administrator_adds_a_client_for_it():
    em = make_engagements.actor(Role.ENGAGEMENT_MANAGER)
    made = kept(em)
    answer = refused(Forbidden, em, services.draft_from_advice, made.pk, DraftInto("E", client_code="new"))
    assert answer.rule == "clients.client:add"


def test_the_companies_of_a_client_are_not_registered_on_somebodys_word():
    at = make_engagements.world()
    make_engagements.entity(at.client, "FR", "Halden SARL")
    made = kept(at.em, place("FR", "payroll"))
    answer = refused(Invalid, at.em, services.draft_from_advice, made.pk, DraftInto("E", client_id=at.client.pk))
    assert (answer.code, answer.detail["missing"]) == ("ENTITY_REQUIRED", "payroll_withholding")


def test_work_that_a_contract_holds_already_is_not_drafted_again():
    at = make_engagements.world()
    make_engagements.drafted(at)
    made = kept(at.em, place("GB", "payroll"))
    answer = refused(Invalid, at.em, services.draft_from_advice, made.pk, DraftInto("E", client_id=at.client.pk))
    assert answer.code == "SCOPE_OVERLAP"


@pytest.mark.parametrize(("into", "kind", "code", "field"), [
    (DraftInto("E"), Invalid, "CLIENT_REQUIRED", "client_code"), (DraftInto("", client_code="new"), Invalid, "CODE_INVALID", "code"),
    (DraftInto("E" * 37, client_code="new"), Invalid, "CODE_INVALID", "code"), (DraftInto("E\x00", client_code="new"), Invalid, "UNREADABLE", "code"),
    (DraftInto("E", client_code="a b"), Invalid, "CODE", "client_code"), (DraftInto("E", client_code="taken"), Conflict, "CLIENT_EXISTS", "client_code"),
])  # fmt: skip
def test_drafts_need_codes_that_can_be(into, kind, code, field):
    pa = make_engagements.actor(Role.PROVIDER_ADMIN)
    make.client("taken")
    made = kept(pa)
    answer = refused(kind, pa, services.draft_from_advice, made.pk, into)
    assert (answer.code, answer.field) == (code, field)


def test_drafts_are_made_once_and_only_where_something_fits():
    pa = make_engagements.actor(Role.PROVIDER_ADMIN)
    made, nothing = kept(pa), kept(pa, documented=0)
    act(pa, services.draft_from_advice, made.pk, DraftInto("E", client_code="orc"))
    assert (
        refused(Conflict, pa, services.draft_from_advice, made.pk, DraftInto("F", client_code="two")).code
        == "ADVICE_DRAFTED"
    )
    assert (
        refused(Conflict, pa, services.draft_from_advice, nothing.pk, DraftInto("F", client_code="two")).code
        == "NOTHING_FITS"
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ENGAGEMENT_MANAGER, Role.PROVIDER_ADMIN, Role.SYSTEM}))
def test_nobody_else_advises(role):
    at = make_engagements.world()
    by = make_engagements.actor(role, at.client)
    made = kept(at.em)
    assert refused(Forbidden, by, services.keep_advice, answers()).rule == "engagements.advice:give"
    refused(Forbidden, by, services.draft_from_advice, made.pk, DraftInto("E", client_id=at.client.pk))
    for read in (
        queries.kept_advices,
        lambda by: queries.kept_advice(by, made.pk),
        lambda by: queries.recommendation(by, answers()),
    ):
        with pytest.raises(Forbidden), scope(by):
            read(by)


def test_a_manager_of_one_client_sees_their_own_advice_and_that_of_the_client():
    at, other = make_engagements.world(), make_engagements.world()
    mine = make_engagements.actor(Role.ENGAGEMENT_MANAGER, at.client)
    theirs = make_engagements.actor(Role.ENGAGEMENT_MANAGER, other.client)
    own = kept(mine)
    drafted = kept(at.em, place("GB", "payroll"))
    act(at.em, services.draft_from_advice, drafted.pk, DraftInto("E", client_id=at.client.pk))
    with scope(mine):
        assert {one.pk for one in queries.kept_advices(mine)} == {own.pk, drafted.pk}
    with scope(theirs):
        assert list(queries.kept_advices(theirs)) == []
    for advice_id in (own.pk, drafted.pk):
        assert (
            refused(
                NotFound, theirs, services.draft_from_advice, advice_id, DraftInto("E", client_id=other.client.pk)
            ).status
            == 404
        )
        with scope(theirs), pytest.raises(NotFound):
            queries.kept_advice(theirs, advice_id)
    assert (
        refused(NotFound, mine, services.draft_from_advice, own.pk, DraftInto("E", client_id=other.client.pk)).status
        == 404
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_draft_from_any_advice_keeps_every_rule_or_is_refused(data):
    """The property of the pure rules again, through the services and the tables."""
    pa = make_engagements.actor(Role.PROVIDER_ADMIN)
    companies()
    countries = data.draw(st.lists(st.sampled_from(["US", "DE", "GB", "FR"]), min_size=1, unique=True))
    functions = st.lists(st.sampled_from([*FUNCTIONS, "accounting"]), min_size=1, max_size=4, unique=True)
    places = [data.draw(st.sampled_from([place, abroad]))(one, *data.draw(functions)) for one in countries]
    wish = data.draw(st.sampled_from(["keep", "share", "hand_over"]))
    made = kept(pa, *places, liability=wish, self_funded=data.draw(st.booleans()))
    try:
        drafts = act(pa, services.draft_from_advice, made.pk, DraftInto("E", client_code=make.unique("c")))
    except Conflict as nothing:
        assert set(made.decided.values()) == {""} and nothing.code == "NOTHING_FITS"  # noqa: PT017
        return
    with scope(pa):
        assert all(queries.breaches_on(pa, one, one.effective_from) == [] for one in drafts)
        assert sum(len(scope_of(one)) for one in drafts) == len([model for model in made.decided.values() if model])
