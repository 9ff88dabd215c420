"""The life of a contract: the order of moves, two signatures, the gate, notice, and who may do what."""

from datetime import UTC, date, datetime

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import refused

from openhro.core import clock
from openhro.core.actor import Role, system
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.models import JournalEntry
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.models import Engagement
from openhro.engagements.services import ScopeTerms

pytestmark = pytest.mark.django_db


def told(engagement: Engagement) -> list[str]:
    with scope(system()):
        entries = JournalEntry.objects.filter(object_id=str(engagement.pk)).order_by("pk")
        return [entry.event.removeprefix("engagements.") for entry in entries]


def test_a_contract_goes_from_draft_to_closed():
    at = they.world()
    made = they.drafted(at)
    walk = [
        (at.em, services.propose, (), "proposed"),
        (at.em, services.send_for_review, (), "client_review"),
        (at.ca, services.sign, ("client",), "client_review"),
        (at.pa, services.sign, ("provider",), "signed"),
        (at.em, services.start_transition, (), "transition"),
        (at.pa, services.go_live, (they.SPRING,), "live"),
        (at.pa, services.suspend, ("non_payment",), "suspended"),
        (at.pa, services.resume, (), "live"),
    ]
    for by, move, args, state in walk:
        if move is services.go_live:
            they.ready(at, made)
        assert they.act(by, move, made.pk, *args).state == state == they.state(made)
    with clock.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        ended = they.act(at.ca, services.give_notice, made.pk, "client", date(2027, 2, 23))
        assert (ended.state, ended.effective_to, ended.notice_side) == ("notice", date(2027, 2, 23), "client")
        assert they.act(at.em, services.begin_exit, made.pk).state == "exiting"
        early = refused(Conflict, at.em, services.close, made.pk, "provider")
        assert (early.status, early.code) == (409, "END_NOT_REACHED")
    with clock.travel(datetime(2027, 2, 24, 12, tzinfo=UTC)):
        assert they.act(at.em, services.close, made.pk, "provider").state == "exiting"
        assert refused(Conflict, at.em, services.close, made.pk, "provider").code == "ALREADY_SIGNED"
        assert they.act(at.ca, services.close, made.pk, "client").state == "closed"
    assert told(made) == [
        "drafted", "scope_added", "price_added", "levels_set", "proposed", "sent_for_review", "client_signed", "signed",
        "board_filled", "transition_started", "live", "suspended", "resumed", "notice_given", "exiting",
        "closing_confirmed", "closed",
    ]  # fmt: skip


def test_going_live_tells_what_is_unlocked():
    at = they.world()
    made = they.live(at)
    with scope(system()):
        entry = JournalEntry.objects.get(object_id=str(made.pk), event="engagements.live")
    assert entry.data == {
        "from": "transition", "to": "live", "day": "2026-03-01", "functions": ["payroll"], "entities": [str(at.uk.pk)],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("move", "args"),
    [
        ("send_for_review", ()),
        ("sign", ("client",)),
        ("start_transition", ()),
        ("go_live", (they.SPRING,)),
        ("suspend", ("legal",)),
        ("resume", ()),
        ("give_notice", ("client", date(2027, 12, 31))),
        ("begin_exit", ()),
        ("close", ("client",)),
    ],
)
def test_a_draft_knows_two_moves_only(move, args):
    at = they.world()
    made = they.drafted(at)
    who = {"sign": at.ca, "give_notice": at.ca, "close": at.ca, "suspend": at.pa, "resume": at.pa}.get(move, at.em)
    answer = refused(Conflict, who, getattr(services, move), made.pk, *args)
    assert (answer.status, answer.code) == (409, "ILLEGAL_TRANSITION")
    assert answer.detail == {"from": "draft", "action": move, "allowed": ["propose", "withdraw"]}


def test_a_withdrawn_draft_frees_its_scope():
    at = they.world()
    made = they.drafted(at)
    second = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    assert refused(Invalid, at.em, services.add_scope, second.pk, they.payroll_uk(at)).code == "SCOPE_OVERLAP"
    assert they.act(at.em, services.withdraw, made.pk).state == "withdrawn"
    they.act(at.em, services.add_scope, second.pk, they.payroll_uk(at))
    again = refused(Conflict, at.em, services.propose, made.pk)
    assert again.detail["allowed"] == []
    assert (
        refused(
            Conflict, at.em, services.add_scope, made.pk, ScopeTerms("rpo", "GB", they.SPRING, entity_id=at.uk.pk)
        ).code
        == "ILLEGAL_TRANSITION"
    )


def test_the_client_signs_first_and_the_provider_counter_signs():
    at = they.world()
    made = they.reviewed(at)
    early = refused(Conflict, at.pa, services.sign, made.pk, "provider")
    assert early.code == "CLIENT_SIGNS_FIRST"
    they.act(at.ca, services.sign, made.pk, "client")
    assert refused(Conflict, at.ca, services.sign, made.pk, "client").code == "ALREADY_SIGNED"
    assert they.act(at.pa, services.sign, made.pk, "provider").state == "signed"
    with scope(at.em):
        first, second = queries.signatures(at.em, made.pk)
    assert (first.side, first.signed_by, second.side, second.signed_by) == (
        "client",
        at.ca.user,
        "provider",
        at.pa.user,
    )
    assert first.terms_hash == second.terms_hash and len(first.terms_hash) == 64


def test_one_person_never_signs_for_both_sides_nor_their_own_draft():
    at = they.world()
    both = they.actor(Role.CLIENT_ADMIN, at.client)
    made = they.reviewed(at)
    they.act(both, services.sign, made.pk, "client")
    as_admin = they.also(both, Role.PROVIDER_ADMIN)
    answer = refused(Conflict, as_admin, services.sign, made.pk, "provider")
    assert (answer.status, answer.code) == (409, "SELF_APPROVAL")
    drafter = they.also(at.em, Role.PROVIDER_ADMIN)
    assert refused(Conflict, drafter, services.sign, made.pk, "provider").code == "SELF_APPROVAL"
    assert they.act(at.pa, services.sign, made.pk, "provider").state == "signed"


@pytest.mark.parametrize("side", ["", "employee"])
def test_a_signature_needs_a_side(side):
    at = they.world()
    made = they.reviewed(at)
    assert refused(Invalid, at.ca, services.sign, made.pk, side).code == "SIDE_UNKNOWN"


def test_without_a_data_processing_agreement_nobody_signs():
    at = they.world()
    made = they.reviewed(at, dpa_ref="")
    answer = refused(Conflict, at.ca, services.sign, made.pk, "client")
    assert (answer.status, answer.code, answer.field) == (409, "DPA_REQUIRED", "dpa_ref")
    they.act(at.em, services.revise_engagement, made.pk, made.version, {"dpa_ref": "DPA-2026-7"})
    they.act(at.ca, services.sign, made.pk, "client")


def test_a_contract_without_personal_data_needs_no_agreement():
    at = they.world()
    catering = ScopeTerms("catering", "GB", they.SPRING)
    made = they.reviewed(
        at,
        catering,
        price=they.pepm(kind="per_fte", tiers=(), rate_minor=1, minimum_minor=None),
        model="BPO",
        dpa_ref="",
    )
    they.act(at.ca, services.sign, made.pk, "client")


def test_scope_and_a_price_for_each_function_come_before_signatures():
    at = they.world()
    bare = they.act(at.em, services.draft_engagement, at.client.pk, they.terms())
    they.act(at.em, services.propose, bare.pk), they.act(at.em, services.send_for_review, bare.pk)
    answer = refused(Conflict, at.ca, services.sign, bare.pk, "client")
    assert (answer.code, [item["code"] for item in answer.detail]) == ("CONTRACT_INCOMPLETE", ["SCOPE_MISSING"])
    hiring = ScopeTerms("rpo", "GB", they.SPRING, entity_id=at.uk.pk)
    made = they.reviewed(at, they.payroll_uk(at), hiring, price=they.pepm(functions=("payroll",)))
    answer = refused(Conflict, at.ca, services.sign, made.pk, "client")
    assert answer.detail == [{"code": "PRICE_MISSING", "message": "No price stands for: rpo."}]


def test_changed_terms_make_the_first_signature_void():
    at = they.world()
    made = they.reviewed(at)
    they.act(at.ca, services.sign, made.pk, "client")
    they.act(at.em, services.add_price, made.pk, they.pepm(code="run", kind="per_run", tiers=(), rate_minor=9000))
    assert refused(Conflict, at.pa, services.sign, made.pk, "provider").code == "CLIENT_SIGNS_FIRST"
    they.act(at.ca, services.sign, made.pk, "client")
    with scope(at.em):
        void, new = queries.signatures(at.em, made.pk)
    assert (void.void, new.void, void.terms_hash == new.terms_hash) == (True, False, False)
    assert "signatures_void" in told(made)


def test_the_gate_lists_all_that_is_missing():
    at = they.world()
    entity = they.entity(at.client, "DE", "Halden GmbH")
    they.register(entity, "DE", date(2027, 1, 1))
    made = they.signed(at, ScopeTerms("payroll", "DE", they.SPRING, entity_id=entity.pk))
    they.act(at.em, services.start_transition, made.pk)
    they.ready(at, made)
    they.end_grants(at.ca, date(2026, 1, 31))
    answer = refused(Conflict, at.pa, services.go_live, made.pk, date(2026, 3, 1))
    assert (answer.status, answer.code) == (409, "READINESS_GATE")
    assert [item["code"] for item in answer.detail] == ["APPROVER_MISSING", "ENTITY_REQUIRED"]
    assert answer.detail[1]["detail"]["country"] == "DE"
    before = refused(Conflict, at.pa, services.go_live, made.pk, date(2026, 2, 27))
    assert [item["code"] for item in before.detail] == ["BEFORE_TERM", "APPROVER_MISSING", "SCOPE_MISSING"]
    approver = they.actor(Role.CLIENT_ADMIN, at.client)
    they.act(at.em, services.name_contact, made.pk, "approver", "client", approver.user)
    assert they.act(at.pa, services.go_live, made.pk, date(2027, 1, 1)).live_from == date(2027, 1, 1)


def test_who_leads_the_transition_does_not_decide_to_go_live():
    at = they.world()
    made = they.signed(at)
    they.act(at.em, services.start_transition, made.pk)
    they.ready(at, made)
    answer = refused(Conflict, at.em, services.go_live, made.pk, they.SPRING)
    assert (answer.status, answer.code) == (409, "SELF_APPROVAL")
    another = they.actor(Role.ENGAGEMENT_MANAGER)
    assert they.act(another, services.go_live, made.pk, they.SPRING).state == "live"


def test_suspending_needs_a_reason():
    at = they.world()
    made = they.live(at)
    assert refused(Invalid, at.pa, services.suspend, made.pk, "bad mood").code == "REASON_REQUIRED"


def test_notice_runs_its_months():
    """E-12, the dates."""
    at = they.world()
    made = they.live(at)
    with clock.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        answer = refused(Invalid, at.em, services.give_notice, made.pk, "provider", date(2027, 2, 10))
        assert (answer.status, answer.code, answer.detail) == (422, "NOTICE_TOO_SHORT", {"earliest": "2027-02-23"})
        assert (
            refused(Invalid, at.em, services.give_notice, made.pk, "provider", date(2027, 2, 22)).code
            == "NOTICE_TOO_SHORT"
        )
        assert they.act(at.em, services.give_notice, made.pk, "provider", date(2027, 2, 23)).state == "notice"


def test_notice_at_a_months_end_is_clamped_and_counts_in_the_clients_zone():
    at = they.world()
    made = they.live(at)
    with clock.travel(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        answer = refused(Invalid, at.ca, services.give_notice, made.pk, "client", date(2027, 2, 27))
        assert answer.detail == {"earliest": "2027-02-28"}
    they.move_to_zone(at.client, "Pacific/Auckland")
    with clock.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        answer = refused(Invalid, at.ca, services.give_notice, made.pk, "client", date(2027, 2, 22))
        assert answer.detail == {"earliest": "2027-02-23"}


MOVES = [
    ("propose", (), {"EM", "PA"}),
    ("send_for_review", (), {"EM", "PA"}),
    ("withdraw", (), {"EM", "PA"}),
    ("sign", ("client",), {"CA"}),
    ("sign", ("provider",), {"PA"}),
    ("start_transition", (), {"EM"}),
    ("go_live", (they.SPRING,), {"EM", "PA"}),
    ("suspend", ("legal",), {"PA"}),
    ("resume", (), {"PA"}),
    ("give_notice", ("client", date(2027, 12, 31)), {"CA"}),
    ("give_notice", ("provider", date(2027, 12, 31)), {"EM", "PA"}),
    ("begin_exit", (), {"EM"}),
    ("close", ("client",), {"CA"}),
    ("close", ("provider",), {"EM"}),
]


@pytest.mark.parametrize(("move", "args", "holders"), MOVES)
def test_each_move_belongs_to_its_roles(move, args, holders):
    at = they.world()
    made = they.drafted(at)
    for role in ["PA", "EM", "SP-pay", "CA", "CH", "MG", "EE", "AU"]:
        who = they.actor(Role(role), at.client)
        kind = Conflict if role in holders else Forbidden
        if (move, role) in {("propose", "PA"), ("propose", "EM"), ("withdraw", "PA"), ("withdraw", "EM")}:
            continue
        assert refused(kind, who, getattr(services, move), made.pk, *args).status == (409 if role in holders else 403)
    stranger = they.actor(Role.PROVIDER_ADMIN, they.world().client)
    for role in (Role.ENGAGEMENT_MANAGER, Role.CLIENT_ADMIN):
        stranger = they.also(stranger, role, next(iter(stranger.clients)))
    assert refused(NotFound, stranger, getattr(services, move), made.pk, *args).status == 404
