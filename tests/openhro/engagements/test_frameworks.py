"""Framework and child engagements: what they share, who signs first, and that no child outlives its framework."""

from datetime import date

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements import make_terms as its
from tests.openhro.engagements.make_engagements import refused
from tests.openhro.engagements.make_terms import on

from openhro.core.errors import Conflict, Invalid
from openhro.engagements import services
from openhro.engagements.rules import Change

pytestmark = pytest.mark.django_db


def framework(at, **values):
    """A framework in review: it holds no scope and no price."""
    made = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(framework=True, code="FRAME", **values))
    they.act(at.em, services.propose, made.pk)
    return they.act(at.em, services.send_for_review, made.pk)


def in_force(at, **values):
    """A framework that both have signed and that went live."""
    made = framework(at, **values)
    they.act(at.ca, services.sign, made.pk, "client"), they.act(at.pa, services.sign, made.pk, "provider")
    they.act(at.em, services.start_transition, made.pk)
    return they.act(at.pa, services.go_live, they.ready(at, made).pk, they.SPRING)


def test_a_framework_holds_terms_only_and_is_signed_without_scope():
    at = they.world()
    made = framework(at)
    for service, terms in ((services.add_scope, they.payroll_uk(at)), (services.add_price, they.pepm())):
        assert refused(Invalid, at.em, service, made.pk, terms).code == "FRAMEWORK_HOLDS_TERMS"
    they.act(at.ca, services.sign, made.pk, "client")
    assert they.act(at.pa, services.sign, made.pk, "provider").state == "signed"


def test_a_child_is_signed_after_its_framework_and_takes_its_agreement():
    at = they.world()
    frame = framework(at)
    child = they.reviewed(at, parent_id=frame.pk, dpa_ref="", code="CHILD")
    early = refused(Conflict, at.ca, services.sign, child.pk, "client")
    assert (early.status, early.code, early.detail["framework"]) == (409, "FRAMEWORK_UNSIGNED", "FRAME")
    they.act(at.ca, services.sign, frame.pk, "client"), they.act(at.pa, services.sign, frame.pk, "provider")
    they.act(at.ca, services.sign, child.pk, "client")
    assert they.act(at.pa, services.sign, child.pk, "provider").state == "signed"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"effective_from": date(2026, 2, 28), "effective_to": date(2026, 12, 31)}, "effective_from"),
     ({"effective_to": date(2027, 3, 1)}, "effective_to"), ({}, "effective_to")],
)  # fmt: skip
def test_a_child_keeps_within_the_days_of_its_framework(values, field):
    at = they.world()
    frame = in_force(at, effective_to=date(2027, 2, 28))
    answer = refused(Invalid, at.em, services.draft_engagement, at.client.pk, they.terms(parent_id=frame.pk, **values))
    assert (answer.code, answer.field) == ("OUTSIDE_FRAMEWORK", field)


def test_a_framework_ends_and_closes_after_its_children():
    at = they.world()
    frame = in_force(at)
    child = they.live(at, parent_id=frame.pk, code="CHILD")
    with on(date(2026, 6, 1)):
        longer = refused(Conflict, at.ca, services.give_notice, frame.pk, "client", date(2026, 12, 31))
        assert (longer.code, longer.detail) == ("CHILD_OUTLIVES", {"engagements": ["CHILD"]})
        they.act(at.ca, services.give_notice, child.pk, "client", date(2026, 12, 31))
        they.act(at.ca, services.give_notice, frame.pk, "client", date(2026, 12, 31))
        they.act(at.em, services.begin_exit, frame.pk)
    with on(date(2027, 1, 1)):
        they.act(at.em, services.begin_exit, child.pk)
        assert refused(Conflict, at.em, services.close, frame.pk, "provider").code == "CHILD_OUTLIVES"
        for made in (child, frame):
            they.act(at.em, services.close, made.pk, "provider")
            assert they.act(at.ca, services.close, made.pk, "client").state == "closed"
    late = they.terms(parent_id=frame.pk, effective_to=date(2026, 12, 31))
    assert refused(Conflict, at.em, services.draft_engagement, at.client.pk, late).code == "FRAMEWORK_ENDED"


def test_a_framework_stays_one_and_a_contract_with_scope_becomes_none():
    at = they.world()
    frame = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(framework=True))
    they.act(at.em, services.draft_engagement, at.client.pk, they.terms(parent_id=frame.pk, code="CHILD"))
    plain = refused(Conflict, at.em, services.revise_engagement, frame.pk, frame.version, {"framework": False})
    assert (plain.code, plain.detail) == ("FRAMEWORK_HAS_CHILDREN", {"engagements": ["CHILD"]})
    made = they.drafted(at)
    held = refused(Invalid, at.em, services.revise_engagement, made.pk, made.version, {"framework": True})
    assert held.code == "FRAMEWORK_HOLDS_TERMS"


def test_no_amendment_ends_a_framework_before_its_children():
    at = they.world()
    frame = in_force(at)
    they.live(at, parent_id=frame.pk, code="CHILD")
    sooner = its.terms(Change("head", head={"effective_to": date(2027, 12, 31)}))
    with on(its.SUMMER):
        assert refused(Conflict, at.em, services.draft_amendment, frame.pk, sooner).code == "CHILD_OUTLIVES"
