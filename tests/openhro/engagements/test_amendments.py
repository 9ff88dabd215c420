"""Amendments: two signatures, never the own one; head, scope and prices hold from the day on; nothing is edited."""

from dataclasses import replace
from datetime import date

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements import make_terms as its
from tests.openhro.engagements.make_engagements import refused
from tests.openhro.engagements.make_terms import AUTUMN, SUMMER, on

from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.rules import Change, ScopeTerms, read, written

pytestmark = pytest.mark.django_db


def signed_states(at, made):
    with scope(at.em):
        return [one.state for one in queries.amendments(at.em, made.pk)]


def test_an_amendment_is_drafted_signed_by_both_and_takes_effect_on_its_day():
    at = they.world()
    made = they.live(at)
    held = its.drafted(at, made)
    assert (held.number, held.state, held.drafted_side) == (1, "draft", "provider")
    with on(SUMMER):
        assert they.act(at.ca, services.sign_amendment, held.pk, "client").state == "draft"
        assert they.act(at.pa, services.sign_amendment, held.pk, "provider").state == "agreed"
    assert its.stored(made).notice_months == 3
    assert its.take_effect(date(2026, 8, 31)) == []
    assert [one.pk for one in its.take_effect()] == [held.pk]
    after = its.stored(made)
    assert (after.notice_months, after.version, its.stored(held).state) == (6, made.version + 1, "effective")
    with scope(at.em):
        assert queries.head_on(at.em, made.pk, date(2026, 8, 31)).notice_months == 3
        assert queries.head_on(at.em, made.pk, AUTUMN).notice_months == 6
    assert its.take_effect() == []


def test_the_day_begins_at_the_clients_midnight():
    at = they.world()
    they.move_to_zone(at.client, "Pacific/Auckland")
    held = its.agreed(at, they.live(at))
    with on(date(2026, 8, 31), hour=11):
        assert they.act(at.pa, services.bring_into_effect) == []
    with on(date(2026, 8, 31), hour=13):
        assert [one.pk for one in they.act(at.pa, services.bring_into_effect)] == [held.pk]


def test_a_later_amendment_supersedes_and_the_head_of_any_day_can_be_told():
    at = they.world()
    made = they.live(at)
    its.agreed(at, made)
    its.agreed(at, made, its.notice(9), effective_on=date(2026, 12, 1))
    its.take_effect(), its.take_effect(date(2026, 12, 1))
    assert signed_states(at, made) == ["effective", "superseded"]
    with scope(at.em):
        told = [queries.head_on(at.em, made.pk, day).notice_months for day in (SUMMER, AUTUMN, date(2026, 12, 1))]
    assert told == [3, 6, 9]


def test_scope_and_prices_change_on_the_day_and_not_before():
    at = they.world()
    made = they.live(at)
    with scope(at.em):
        price = queries.prices(at.em, made.pk).get()
    work = ScopeTerms("training", "GB", AUTUMN, entity_id=at.uk.pk)
    dearer = they.pepm(minimum_minor=300_000)
    held = its.agreed(
        at, made, Change("end_price", item_id=price.pk), Change("add_price", price=dearer),
        Change("add_scope", scope=work),
    )  # fmt: skip
    assert held.state == "agreed"
    with scope(at.em):
        before = [one.minimum_minor for one in queries.prices(at.em, made.pk, date(2026, 8, 31))]
        after = [one.minimum_minor for one in queries.prices(at.em, made.pk, AUTUMN)]
        held_scope = [one.function for one in queries.scope_items(at.em, made.pk, date(2026, 8, 31))]
        new_scope = {one.function for one in queries.scope_items(at.em, made.pk, AUTUMN)}
    assert (before, after, held_scope, new_scope) == ([250_000], [300_000], ["payroll"], {"payroll", "training"})
    its.take_effect()
    assert its.stored(held).state == "effective"


def test_nobody_signs_what_they_drafted_or_priced_themselves():
    """1.8: approving the own change request."""
    at = they.world()
    made = they.live(at)
    both = they.also(they.actor(Role.CLIENT_ADMIN, at.client), Role.PROVIDER_ADMIN)
    with on(SUMMER):
        asked = they.act(at.ca, services.draft_amendment, made.pk, its.terms(kind="change_request", changes=()))
        assert asked.drafted_side == "client"
        own = refused(Conflict, at.ca, services.sign_amendment, asked.pk, "client")
        assert (own.status, own.code) == (409, "SELF_APPROVAL")
        they.act(both, services.revise_amendment, asked.pk, 1, its.terms(its.notice(2), kind="change_request"))
        assert refused(Conflict, both, services.sign_amendment, asked.pk, "provider").code == "SELF_APPROVAL"
        another = they.actor(Role.CLIENT_ADMIN, at.client)
        they.act(another, services.sign_amendment, asked.pk, "client")
        as_provider = they.also(another, Role.PROVIDER_ADMIN)
        assert refused(Conflict, as_provider, services.sign_amendment, asked.pk, "provider").code == "SELF_APPROVAL"
        assert refused(Conflict, another, services.sign_amendment, asked.pk, "client").code == "ALREADY_SIGNED"
        assert they.act(at.pa, services.sign_amendment, asked.pk, "provider").state == "agreed"


def test_a_changed_draft_makes_the_first_signature_void():
    at = they.world()
    held = its.drafted(at, they.live(at))
    with on(SUMMER):
        they.act(at.ca, services.sign_amendment, held.pk, "client")
        after = they.act(at.em, services.revise_amendment, held.pk, 1, its.terms(its.notice(9)))
        assert refused(Stale, at.em, services.revise_amendment, held.pk, 1, its.terms(its.notice(1))).status == 412
        assert they.act(at.pa, services.sign_amendment, held.pk, "provider").state == "draft"
    assert after.version == 2
    with scope(at.em):
        assert [one.void for one in queries.amendment_signatures(at.em, held.pk)] == [True, False]


def test_a_request_in_words_changes_nothing_but_needs_both_too():
    at = they.world()
    made = they.live(at)
    hr = they.actor(Role.CLIENT_HR, at.client)
    with on(SUMMER):
        words = its.terms(kind="change_request", changes=(), title="Cut-off on the 15th")
        asked = they.act(hr, services.draft_amendment, made.pk, words)
        priced = replace(words, price_impact_minor=5_000)
        assert refused(Forbidden, hr, services.draft_amendment, made.pk, priced).status == 403
        assert refused(Forbidden, hr, services.draft_amendment, made.pk, its.terms(its.notice(6))).status == 403
        they.act(at.ca, services.sign_amendment, asked.pk, "client")
        assert they.act(at.pa, services.sign_amendment, asked.pk, "provider").state == "agreed"
        empty = they.act(at.em, services.draft_amendment, made.pk, replace(words, kind="amendment"))
        assert refused(Conflict, at.ca, services.sign_amendment, empty.pk, "client").code == "AMENDMENT_EMPTY"


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        (Change("head", head={"currency": "EUR"}), Conflict, "CURRENCY_FIXED"),
        (Change("head", head={"model": "EOR"}), Conflict, "HEAD_FIXED"),
        (Change("head", head={"notice_months": 61}), Invalid, "NOTICE_INVALID"),
        (Change("head", head={"effective_to": date(2026, 2, 1)}), Invalid, "DATES_REVERSED"),
        (Change("head", head={"effective_to": date(2026, 8, 31)}), Invalid, "DATES_REVERSED"),
        (Change("head"), Invalid, "CHANGE_INVALID"),
        (Change("rename"), Invalid, "CHANGE_UNKNOWN"),
        (Change("add_scope", scope=ScopeTerms("payroll", "DE", AUTUMN)), Invalid, "ENTITY_REQUIRED"),
        (Change("add_price", price=they.pepm()), Conflict, "PRICE_OVERLAP"),
        (Change("add_price", price=they.pepm(code="x", kind="per_claim_risk")), Invalid, "CLAIM_RISK_FORBIDDEN"),
    ],
)
def test_what_would_be_refused_on_the_day_is_refused_at_once(change, kind, code):
    at = they.world()
    made = they.live(at)
    with on(SUMMER):
        assert refused(kind, at.em, services.draft_amendment, made.pk, its.terms(change)).code == code


def test_ending_the_only_price_of_a_function_is_no_amendment():
    at = they.world()
    made = they.live(at)
    with scope(at.em):
        price, item = queries.prices(at.em, made.pk).get(), queries.scope_items(at.em, made.pk).get()
    with on(SUMMER):
        alone = refused(
            Conflict, at.em, services.draft_amendment, made.pk, its.terms(Change("end_price", item_id=price.pk))
        )
        assert alone.code == "CONTRACT_INCOMPLETE"
        wrong = its.terms(Change("end_scope", item_id=price.pk))
        refused(NotFound, at.em, services.draft_amendment, made.pk, wrong)
        early = its.terms(Change("end_scope", item_id=item.pk), effective_on=date(2026, 5, 31))
        assert refused(Conflict, at.em, services.draft_amendment, made.pk, early).code == "PAST_FIXED"


@pytest.mark.parametrize(
    ("values", "code"),
    [({"kind": "indexation"}, "KIND_UNKNOWN"), ({"title": " "}, "TITLE_REQUIRED"), ({"title": "x" * 161}, "TOO_LONG"),
     ({"reason": "a\x00"}, "UNREADABLE"), ({"price_impact_minor": 10**14}, "AMOUNT_RANGE"),
     ({"effective_on": date(9999, 1, 1)}, "DATE_RANGE")],
)  # fmt: skip
def test_bad_words_are_refused(values, code):
    at = they.world()
    made = they.live(at)
    with on(SUMMER):
        terms = replace(its.terms(its.notice(6)), **values)
        assert refused(Invalid, at.em, services.draft_amendment, made.pk, terms).code == code


def test_only_a_signed_contract_is_amended():
    at = they.world()
    for made in (they.drafted(at, they.payroll_uk(at, function="rpo")), they.reviewed(at)):
        with on(SUMMER):
            answer = refused(Conflict, at.em, services.draft_amendment, made.pk, its.terms(its.notice(6)))
        assert answer.code == "ILLEGAL_TRANSITION"


def test_an_agreed_amendment_is_neither_revised_nor_withdrawn():
    at = they.world()
    held = its.agreed(at, they.live(at))
    with on(SUMMER):
        for by, service, args in [
            (at.em, services.revise_amendment, (held.version, its.terms(its.notice(1)))),
            (at.em, services.withdraw_amendment, ()),
            (at.ca, services.sign_amendment, ("client",)),
        ]:
            answer = refused(Conflict, by, service, held.pk, *args)
            assert (answer.code, answer.detail["from"]) == ("ILLEGAL_TRANSITION", "agreed")


def test_a_withdrawn_draft_frees_nothing_and_binds_nobody():
    at = they.world()
    made = they.live(at)
    held = its.drafted(at, made)
    assert they.act(at.em, services.withdraw_amendment, held.pk).state == "withdrawn"
    assert its.take_effect() == [] and its.stored(made).notice_months == 3


def test_what_no_longer_fits_on_its_day_is_told_once_and_waits():
    at = they.world()
    made = they.live(at)
    held = its.agreed(at, made, Change("head", head={"effective_to": date(2027, 12, 31)}))
    with scope(at.em):
        type(made).objects.filter(pk=made.pk).update(effective_from=date(2028, 1, 1))
    assert its.take_effect() == [] == its.take_effect()
    after = its.stored(held)
    assert (after.state, after.refused_code) == ("agreed", "DATES_REVERSED")
    with scope(at.em):
        type(made).objects.filter(pk=made.pk).update(effective_from=they.SPRING)
    assert [one.refused_code for one in its.take_effect()] == [""]


def test_scope_of_the_amendment_is_claimed_from_the_agreement_on():
    """E-11, by the way of an amendment."""
    at = they.world()
    made = they.live(at)
    work = Change("add_scope", scope=ScopeTerms("training", "GB", AUTUMN, entity_id=at.uk.pk))
    its.agreed(at, made, work)
    second = they.live(at, ScopeTerms("rpo", "GB", they.SPRING, entity_id=at.uk.pk), code="ENG-2")
    with on(SUMMER):
        answer = refused(Invalid, at.em, services.draft_amendment, second.pk, its.terms(work))
    assert (answer.status, answer.code, answer.detail["engagement"]) == (422, "SCOPE_OVERLAP", made.code)


@pytest.mark.parametrize("role", [Role.PAYROLL_SPECIALIST, Role.MANAGER, Role.AUDITOR, Role.EMPLOYEE])
def test_others_neither_draft_nor_sign(role):
    at = they.world()
    made = they.live(at)
    held, who = its.drafted(at, made), they.actor(role, at.client)
    with on(SUMMER):
        for service, args in [
            (services.draft_amendment, (made.pk, its.terms(its.notice(6)))),
            (services.revise_amendment, (held.pk, 1, its.terms(its.notice(6)))),
            (services.sign_amendment, (held.pk, "client")),
            (services.sign_amendment, (held.pk, "provider")),
            (services.withdraw_amendment, (held.pk,)),
            (services.bring_into_effect, ()),
        ]:
            assert refused(Forbidden, who, service, *args).status == 403
        assert refused(Forbidden, at.em, services.sign_amendment, held.pk, "provider").status == 403
        assert refused(Invalid, at.pa, services.sign_amendment, held.pk, "both").code == "SIDE_UNKNOWN"


def test_another_clients_amendment_does_not_exist():
    at, other = they.world(), they.world()
    made = they.live(at)
    held = its.drafted(at, made)
    stranger = they.actor(Role.ENGAGEMENT_MANAGER, other.client)
    for role in (Role.CLIENT_ADMIN, Role.PROVIDER_ADMIN):
        stranger = they.also(stranger, role, other.client.pk)
    for call in [
        (services.draft_amendment, made.pk, its.terms(its.notice(6))),
        (services.revise_amendment, held.pk, 1, its.terms(its.notice(6))),
        (services.sign_amendment, held.pk, "client"),
        (services.withdraw_amendment, held.pk),
        (queries.amendments, made.pk),
        (queries.amendment, held.pk),
        (queries.amendment_signatures, held.pk),
        (queries.head_on, made.pk, AUTUMN),
        (queries.versions, made.pk),
        (queries.children, made.pk),
        (services.contract_preview, made.pk),
    ]:
        assert refused(NotFound, stranger, *call).status == 404


def test_a_change_survives_being_stored():
    at = they.world()
    for change in (
        Change("head", head={"effective_to": AUTUMN, "law": "Scotland", "provider_entity_id": at.uk.pk}),
        Change("add_scope", scope=they.payroll_uk(at, last_day=AUTUMN)),
        Change("add_price", price=they.pepm(entities=(at.uk.pk,), functions=("payroll",))),
        Change("end_price", item_id=at.uk.pk),
    ):
        assert read(written(change)) == change
