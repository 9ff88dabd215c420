"""Framework and child engagements: what they share, and that no child outlives its framework."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from openhro.core.errors import Conflict, Invalid
from openhro.engagements.rules.terms import EngagementTerms
from openhro.ui.formats import said

ENDED = frozenset({"closed", "withdrawn"})
_IN_FORCE = frozenset({"signed", "transition", "live", "suspended", "notice"})


@dataclass(frozen=True, slots=True)
class Framework:
    """The framework of a child, as its rules see it."""

    code: str
    state: str
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class Child:
    """A child engagement, as its framework's end sees it."""

    code: str
    state: str
    effective_to: date | None


def check_framework_terms(terms: EngagementTerms) -> None:
    """A framework has no framework of its own."""
    if terms.framework and terms.parent_id:
        raise Invalid(
            "FRAMEWORK_NESTED", _("A framework stands by itself; only its children name one."), field="parent_id"
        )


def check_child(terms: EngagementTerms, framework: Framework) -> None:
    """A child keeps within the days of its framework, and joins none that has ended."""
    if framework.state in ENDED:
        raise Conflict("FRAMEWORK_ENDED", _("The framework %s has ended.") % framework.code, field="parent_id")
    starts_early = terms.effective_from < framework.effective_from
    last = framework.effective_to
    ends_late = last is not None and (terms.effective_to is None or terms.effective_to > last)
    if starts_early or ends_late:
        raise Invalid(
            "OUTSIDE_FRAMEWORK",
            _("The framework %(code)s runs from %(start)s to %(end)s; keep within it.")
            % {
                "code": framework.code,
                "start": said(framework.effective_from),
                "end": said(last) if last else _("open end"),
            },
            field="effective_from" if starts_early else "effective_to",
        )


def check_framework_signed(framework: Framework) -> None:
    """A child is signed under a framework that both sides have signed."""
    if framework.state not in _IN_FORCE:
        raise Conflict(
            "FRAMEWORK_UNSIGNED",
            _("Both sides must sign the framework %s first: this engagement rests on it.") % framework.code,
            detail={"framework": framework.code, "state": framework.state},
        )


def check_holds_terms(framework: bool) -> None:
    """Scope and prices stand in the children."""
    if framework:
        raise Invalid(
            "FRAMEWORK_HOLDS_TERMS",
            _("A framework holds no scope and no prices. Add them to one of its child engagements."),
            rule="1.1",
        )


def check_stays(framework: bool, children: Iterable[Child]) -> None:
    """What children rest on stays a framework."""
    named = sorted(one.code for one in children)
    if named and not framework:
        raise Conflict(
            "FRAMEWORK_HAS_CHILDREN",
            _("These rest on it, so it stays a framework: %s.") % ", ".join(named),
            field="framework",
            detail={"engagements": named},
        )


def check_outlived(children: Iterable[Child], ends_on: date) -> None:
    """A framework ends only when no child goes on after it."""
    longer = sorted(
        one.code
        for one in children
        if one.state not in ENDED and (one.effective_to is None or one.effective_to > ends_on)
    )
    if longer:
        raise Conflict(
            "CHILD_OUTLIVES",
            _("These rest on it and go on after that day: %s. End them first.") % ", ".join(longer),
            field="ends_on",
            detail={"engagements": longer},
        )


def check_children_closed(children: Iterable[Child]) -> None:
    """A framework closes after its children."""
    still = sorted(one.code for one in children if one.state not in ENDED)
    if still:
        raise Conflict("CHILD_OUTLIVES", _("Close these first: %s.") % ", ".join(still), detail={"engagements": still})
