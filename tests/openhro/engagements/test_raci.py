"""Who does what: exactly one answers, the client for its own decisions; gaps are told, and people read it in words."""

from dataclasses import replace
from datetime import date

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements.make_engagements import SPRING, refused
from tests.openhro.engagements.make_terms import SUMMER, on

from openhro.core.actor import Role
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.queries import Work
from openhro.engagements.services import DutyTerms, ScopeTerms

pytestmark = pytest.mark.django_db

APPROVE = DutyTerms("payroll", "approve", "Approve the pay run", ("CH",), ("CA",), employer_decision=True)


def gaps(at, made, day=SPRING):
    with scope(at.em):
        return queries.raci_gaps(at.em, queries.one(at.em, made.pk), day)


def rows(at, made, day=None):
    with scope(at.em):
        return list(queries.duties(at.em, made.pk, day))


def test_the_usual_matrix_is_complete_for_every_function_of_an_hro():
    at = they.world()
    functions = ["payroll", "benefits", "rpo", "training", "compliance", "er", "lifecycle", "desk", "analytics"]
    made = they.drafted(at, *[they.payroll_uk(at, function=one) for one in functions])
    assert len(gaps(at, made)) == len(functions)
    they.act(at.em, services.propose_duties, made.pk)
    assert gaps(at, made) == []
    decided = [one for one in rows(at, made) if one.employer_decision]
    assert decided and {one.accountable for one in decided} == {"CA"}
    assert they.act(at.em, services.propose_duties, made.pk) == []


@pytest.mark.parametrize("accountable", [(), ("CA", "CH")])
def test_exactly_one_role_answers_for_a_step(accountable):
    at = they.world()
    made = they.drafted(at)
    answer = refused(Invalid, at.em, services.set_duty, made.pk, replace(APPROVE, accountable=accountable))
    assert (answer.status, answer.code, answer.field) == (422, "RACI_ACCOUNTABLE", "accountable")


@pytest.mark.parametrize("values", [{}, {"employer_decision": False}])
def test_a_role_of_the_client_answers_for_what_the_employer_decides(values):
    """Calling it no decision does not help: the step is known to be one."""
    at = they.world()
    made = they.drafted(at)
    wrong = replace(APPROVE, accountable=("SP-pay",), **values)
    assert refused(Invalid, at.em, services.set_duty, made.pk, wrong).code == "RACI_EMPLOYER_DECISION"
    own = replace(APPROVE, step="advance", accountable=("EM",), employer_decision=True)
    assert refused(Invalid, at.em, services.set_duty, made.pk, own).code == "RACI_EMPLOYER_DECISION"
    saved = they.act(at.em, services.set_duty, made.pk, replace(APPROVE, accountable=("CH",), **values))
    assert (saved.accountable, saved.employer_decision) == ("CH", True)


@pytest.mark.parametrize(
    ("values", "code"),
    [({"responsible": ()}, "RACI_RESPONSIBLE"), ({"responsible": ("XX",)}, "ROLE_UNKNOWN"),
     ({"step": ""}, "STEP_REQUIRED"), ({"name": "x" * 161}, "TOO_LONG"), ({"function": "rpo"}, "STEP_OUT_OF_SCOPE")],
)  # fmt: skip
def test_a_bad_row_is_refused(values, code):
    at = they.world()
    made = they.drafted(at)
    assert refused(Invalid, at.em, services.set_duty, made.pk, replace(APPROVE, **values)).code == code


def test_what_the_matrix_leaves_open_is_told_in_sentences():
    at = they.world()
    made = they.drafted(at, they.payroll_uk(at, responsibility="shared"))
    assert gaps(at, made) == ["Payroll: nobody is named for any step."]
    they.act(at.em, services.set_duty, made.pk, replace(APPROVE, step="other", name="Other"))
    assert gaps(at, made) == [
        "Payroll: nobody is named for “Approve the pay run”.",
        "Payroll: by its scope the provider has work in it, but no step.",
    ]


def test_at_work_new_words_hold_from_today_and_the_old_ones_are_kept():
    at = they.world()
    made = they.live(at)
    with on(SPRING):
        they.act(at.em, services.set_duty, made.pk, APPROVE)
    with on(SUMMER):
        they.act(at.em, services.set_duty, made.pk, replace(APPROVE, accountable=("CH",)))
        again = they.act(at.em, services.set_duty, made.pk, replace(APPROVE, accountable=("MG",)))
        assert len(rows(at, made)) == 2
    with on(date(2026, 7, 1)):
        they.act(at.em, services.end_duty, again.pk)
        assert refused(Invalid, at.em, services.end_duty, again.pk).code == "ALREADY_ENDED"
    told = {day: [one.accountable for one in rows(at, made, day)] for day in (SPRING, SUMMER, date(2026, 7, 1))}
    assert told == {SPRING: ["CA"], SUMMER: ["MG"], date(2026, 7, 1): []}


def test_an_employee_reads_who_employs_and_who_does_what():
    at = they.world()
    made = they.live(at)
    with on(SPRING):
        they.act(at.em, services.propose_duties, made.pk)
    they.live(at, ScopeTerms("training", "GB", SPRING, entity_id=at.uk.pk), code="ENG-T")
    eve = they.actor(Role.EMPLOYEE, at.client)
    work = Work(at.client.pk, "", "GB", at.uk.pk, None, SUMMER)
    found = they.act(eve, queries.who_does_what, work)
    assert (found.employer.name, found.employer.kind) == ("Halden Instruments Ltd", "client")
    first = next(one for one in found.told if one.step == "Approve the pay run")
    assert (first.does, first.decides) == (
        "Halden Instruments Group, HR team", "Halden Instruments Group, head of HR",
    )  # fmt: skip
    assert [one.step for one in found.told if one.function == "Training and development"] == [
        "Training and development"
    ]


def test_under_an_eor_the_employee_reads_the_provider_as_legal_employer():
    at = they.world()
    ours = they.provider_entity("DE", "payroll_withholding", "labour_leasing")
    they.live(
        at, ScopeTerms("employment", "DE", SPRING, provider_entity_id=ours.pk), model="EOR",
        provider_entity_id=ours.pk, price=they.pepm(kind="flat_per_employee", tiers=(), rate_minor=60_000),
    )  # fmt: skip
    lena = they.actor(Role.EMPLOYEE, at.client)
    found = they.act(lena, queries.who_does_what, Work(at.client.pk, "", "DE", None, ours.pk, SUMMER))
    assert (found.employer.kind, found.employer.name, found.provider) == (
        "provider",
        "Northbridge DE",
        "Northbridge DE",
    )


def test_outside_every_contract_nobody_is_named():
    at = they.world()
    eve = they.actor(Role.EMPLOYEE, at.client)
    found = they.act(eve, queries.who_does_what, Work(at.client.pk, "", "GB", at.uk.pk, None, SUMMER))
    assert (found.employer, found.told) == (None, [])


@pytest.mark.parametrize("role", [Role.CLIENT_ADMIN, Role.PAYROLL_SPECIALIST, Role.AUDITOR, Role.EMPLOYEE])
def test_only_the_providers_managers_write_the_matrix(role):
    at = they.world()
    made = they.drafted(at)
    row = they.act(at.em, services.set_duty, made.pk, APPROVE)
    who = they.actor(role, at.client)
    for call in (
        (services.set_duty, made.pk, APPROVE),
        (services.propose_duties, made.pk),
        (services.end_duty, row.pk),
    ):
        assert refused(Forbidden, who, *call).status == 403


def test_another_clients_matrix_does_not_exist():
    at, other = they.world(), they.world()
    made = they.drafted(at)
    row = they.act(at.em, services.set_duty, made.pk, APPROVE)
    stranger = they.actor(Role.ENGAGEMENT_MANAGER, other.client)
    for call in [
        (services.set_duty, made.pk, APPROVE), (services.propose_duties, made.pk), (services.end_duty, row.pk),
        (queries.duties, made.pk), (queries.raci_gaps, made, SPRING),
        (queries.who_does_what, Work(at.client.pk, "", "GB", at.uk.pk, None, SUMMER)),
    ]:  # fmt: skip
        assert refused(NotFound, stranger, *call).status == 404


def test_a_withdrawn_contract_and_a_framework_have_no_matrix():
    at = they.world()
    made = they.drafted(at)
    they.act(at.em, services.withdraw, made.pk)
    assert refused(Conflict, at.em, services.set_duty, made.pk, APPROVE).code == "ILLEGAL_TRANSITION"
    frame = they.act(at.em, services.draft_engagement, at.client.pk, they.terms(framework=True))
    assert refused(Invalid, at.em, services.propose_duties, frame.pk).code == "FRAMEWORK_HOLDS_TERMS"
    assert gaps(at, frame) == []
