"""Who does what: the RACI matrix of a contract, with exactly one who answers for each step, and the usual one to begin
with. Employer decisions are answered for by the client's side, whatever the model: daily work follows its word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from openhro.core.actor import Role
from openhro.core.errors import Invalid
from openhro.engagements.rules.matrix import FUNCTIONS
from openhro.engagements.rules.terms import check_words

CLIENT_ROLES = ("CA", "CH", "MG", "HM")
PROVIDER_ROLES = ("PA", "EM", "SP-pay", "SP-ben", "SP-rpo", "SP-lnd", "SP-cmp", "SP-er", "SP-desk")
RACI_ROLES = (*PROVIDER_ROLES, *CLIENT_ROLES, "EE", "FD")


@dataclass(frozen=True, slots=True)
class DutyTerms:
    """A step of a process and who has which part in it; roles by their short codes. `accountable` holds exactly one."""

    function: str
    step: str
    name: str
    responsible: tuple[str, ...]
    accountable: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    process: str = ""
    employer_decision: bool = False


@dataclass(frozen=True, slots=True)
class InScope:
    """A piece of the scope, as the completeness of the matrix sees it."""

    function: str
    process: str
    responsibility: str


@dataclass(frozen=True, slots=True)
class UsualStep:
    """A step as it is usually shared out."""

    step: str
    name: Promise
    responsible: str
    accountable: str
    consulted: str = ""
    informed: str = ""
    decision: bool = False


def _specialist(role: str, done: Promise, decided: Promise, maker: str = "CH") -> tuple[UsualStep, ...]:
    """The provider's specialist works, the client decides."""
    return (
        UsualStep("decide", decided, maker, "CA", role, "EM", decision=True),
        UsualStep("work", done, role, "EM", "CH", "CA"),
    )


USUAL: dict[str, tuple[UsualStep, ...]] = {
    "payroll": (
        UsualStep("inputs", _lazy("Tell what changed for the pay run"), "CH", "CA", "", "SP-pay"),
        UsualStep("calculate", _lazy("Work out pay, tax and deductions"), "SP-pay", "EM", "CH"),
        UsualStep("approve", _lazy("Approve the pay run"), "CH", "CA", "SP-pay", "EM", decision=True),
        UsualStep("pay", _lazy("Pay wages and send payslips"), "SP-pay", "EM", "", "EE"),
        UsualStep("file", _lazy("File and pay over taxes and contributions"), "SP-pay", "EM", "", "CA"),
    ),
    "benefits": (
        UsualStep("decide", _lazy("Decide which benefits there are"), "CH", "CA", "SP-ben", "EE", decision=True),
        UsualStep("enrol", _lazy("Enrol people and tell carriers"), "SP-ben", "EM", "CH", "EE"),
        UsualStep("fund", _lazy("Fund plans and claims"), "CH", "CA", "SP-ben", "EM", decision=True),
    ),
    "rpo": (
        UsualStep("search", _lazy("Find and screen candidates"), "SP-rpo", "EM", "HM", "CH"),
        UsualStep("hire", _lazy("Decide whom to hire, and on which terms"), "HM", "CA", "SP-rpo", "CH", decision=True),
        UsualStep("offer", _lazy("Send offers and gather papers"), "SP-rpo", "EM", "HM", "CH"),
    ),
    "training": _specialist("SP-lnd", _lazy("Plan and run training"), _lazy("Decide which training is required")),
    "compliance": _specialist("SP-cmp", _lazy("Watch the law and meet its dates"), _lazy("Decide on HR policies")),
    "er": (
        UsualStep("advise", _lazy("Look into cases and advise"), "SP-er", "EM", "CH", "CA"),
        UsualStep("decide", _lazy("Decide on warnings and dismissals"), "CH", "CA", "SP-er", "MG", decision=True),
    ),
    "lifecycle": (
        UsualStep("decide", _lazy("Decide on pay, jobs and leavers"), "MG", "CA", "CH", "SP-desk", decision=True),
        UsualStep("record", _lazy("Keep records of joiners, changes and leavers"), "SP-desk", "EM", "CH", "EE"),
    ),
    "desk": (UsualStep("answer", _lazy("Answer people’s questions"), "SP-desk", "EM", "CH", "EE"),),
    "analytics": (UsualStep("report", _lazy("Report on the workforce"), "EM", "PA", "CH", "CA"),),
    "employment": (
        UsualStep("contract", _lazy("Be the legal employer: contract, papers, dates of law"), "EM", "PA", "CA", "EE"),
        UsualStep("decide", _lazy("Decide whom to engage, pay, and until when"), "MG", "CA", "EM", decision=True),
        UsualStep("lead", _lazy("Lead the daily work"), "MG", "CA", "", "EM", decision=True),
    ),
}  # fmt: skip
ANY_FUNCTION = (UsualStep("deliver", _lazy("Do the work, to the agreed levels"), "EM", "PA", "CA", "CH"),)


def usual_duties(function: str) -> list[DutyTerms]:
    """The usual matrix of a function; its names in the reader's language."""
    return [
        DutyTerms(
            function, one.step, str(one.name), (one.responsible,), (one.accountable,),
            tuple(filter(None, (one.consulted,))), tuple(filter(None, (one.informed,))),
            employer_decision=one.decision,
        )
        for one in USUAL.get(function, ANY_FUNCTION)
    ]  # fmt: skip


def decisions_of(function: str) -> frozenset[str]:
    """The steps of a function that are employer decisions, whatever somebody says of them."""
    return frozenset(one.step for one in USUAL.get(function, ()) if one.decision)


def check_duty(duty: DutyTerms) -> None:
    """Raise the first thing wrong with a row of the matrix."""
    check_words({"function": duty.function, "step": duty.step}, 40)
    check_words({"process": duty.process}, 80)
    check_words({"name": duty.name}, 160)
    for field in ("function", "step", "name"):
        if not getattr(duty, field).strip():
            raise Invalid("STEP_REQUIRED", _("Say which step of which function this is about."), field=field)
    for field in ("responsible", "accountable", "consulted", "informed"):
        unknown = [one for one in getattr(duty, field) if one not in RACI_ROLES]
        if unknown:
            raise Invalid("ROLE_UNKNOWN", _("A part is held by: %s.") % ", ".join(RACI_ROLES), field=field)
    if not duty.responsible:
        raise Invalid("RACI_RESPONSIBLE", _("Somebody must do the step: name who is responsible."), field="responsible")
    if len(duty.accountable) != 1:
        raise Invalid(
            "RACI_ACCOUNTABLE",
            _("Exactly one role answers for a step, not %s.") % len(duty.accountable),
            field="accountable",
            rule="1.1",
        )
    decides = duty.employer_decision or (not duty.process and duty.step in decisions_of(duty.function))
    if decides and duty.accountable[0] not in CLIENT_ROLES:
        raise Invalid(
            "RACI_EMPLOYER_DECISION",
            _("This is the employer’s decision: a role of the client answers for it (%s).") % ", ".join(CLIENT_ROLES),
            field="accountable",
            rule="1.1",
        )


def side_of_role(role: str) -> str:
    """Whose people hold a role: provider, client, employee or partner."""
    if role in PROVIDER_ROLES:
        return "provider"
    return {"EE": "employee", "FD": "partner"}.get(role, "client" if role in CLIENT_ROLES else "other")


def gaps(scope: Iterable[InScope], duties: Sequence[DutyTerms]) -> list[str]:
    """What the matrix leaves open for work in scope, in sentences; none: it is complete."""
    found: list[str] = []
    for item in dict.fromkeys(scope):
        name = str(FUNCTIONS.get(item.function, item.function)) + (f" ({item.process})" if item.process else "")
        rows = [one for one in duties if one.function == item.function and one.process in ("", item.process)]
        if not rows:
            found.append(_("%s: nobody is named for any step.") % name)
            continue
        missing = sorted(decisions_of(item.function) - {one.step for one in rows})
        usual = {one.step: str(one.name) for one in USUAL.get(item.function, ())}
        found += [
            _("%(function)s: nobody is named for “%(step)s”.") % {"function": name, "step": usual[step]}
            for step in missing
        ]
        doers = {side_of_role(role) for row in rows for role in row.responsible}
        needed = {"provider": {"provider"}, "client": {"client"}, "shared": {"provider", "client"}}[item.responsibility]
        if not needed <= doers:
            who = " / ".join(str(_SIDES[side]) for side in sorted(needed - doers))
            found.append(
                _("%(function)s: by its scope %(who)s has work in it, but no step.") % {"function": name, "who": who}
            )
    return found


_SIDES = {"provider": _lazy("the provider"), "client": _lazy("the client")}


@dataclass(frozen=True, slots=True)
class Told:
    """A step as an employee reads it: who does it, and who has the last word."""

    function: str
    step: str
    does: str
    decides: str


def told(rows: Iterable[DutyTerms], client: str, provider: str) -> list[Told]:
    """The matrix in plain words, functions in the order of the model table."""
    names = {"client": client, "provider": provider, "employee": _("you"), "partner": _("a partner of ours")}
    order = {name: place for place, name in enumerate(FUNCTIONS)}
    found = []
    for row in sorted(rows, key=lambda one: order.get(one.function, len(order))):
        does = dict.fromkeys(_person(role, names) for role in row.responsible)
        found.append(
            Told(
                str(FUNCTIONS.get(row.function, row.function)), row.name, ", ".join(does),
                _person(row.accountable[0], names),
            )
        )  # fmt: skip
    return found


_PEOPLE = {
    "PA": _lazy("management"), "EM": _lazy("engagement manager"), "SP-pay": _lazy("payroll team"),
    "SP-ben": _lazy("benefits team"), "SP-rpo": _lazy("recruiting team"), "SP-lnd": _lazy("learning team"),
    "SP-cmp": _lazy("compliance team"), "SP-er": _lazy("employee-relations team"), "SP-desk": _lazy("service desk"),
    "CA": _lazy("head of HR"), "CH": _lazy("HR team"), "MG": _lazy("your manager"), "HM": _lazy("hiring manager"),
}  # fmt: skip


def _person(role: str, names: dict[str, str]) -> str:
    side = names[side_of_role(role)]
    return f"{side}, {_PEOPLE[role]}" if role in _PEOPLE else side


assert set(RACI_ROLES) <= {role.value for role in Role}
