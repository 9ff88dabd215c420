"""Who acts: one frozen value that every service and query takes first, as `by`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The roles of the trade; short codes as in the transition tables."""

    PROVIDER_ADMIN = "PA"
    ENGAGEMENT_MANAGER = "EM"
    PAYROLL_SPECIALIST = "SP-pay"
    BENEFITS_SPECIALIST = "SP-ben"
    RECRUITING_SPECIALIST = "SP-rpo"
    LEARNING_SPECIALIST = "SP-lnd"
    COMPLIANCE_SPECIALIST = "SP-cmp"
    RELATIONS_SPECIALIST = "SP-er"
    DESK_SPECIALIST = "SP-desk"
    CLIENT_ADMIN = "CA"
    CLIENT_HR = "CH"
    MANAGER = "MG"
    HIRING_MANAGER = "HM"
    INTERVIEWER = "IV"
    EMPLOYEE = "EE"
    CANDIDATE = "CD"
    WHISTLE_BLOWER = "WB"
    AUDITOR = "AU"
    SYSTEM = "SY"
    PARTNER_SERVICE = "FD"


NOT_STAFF = frozenset(
    {
        Role.MANAGER, Role.HIRING_MANAGER, Role.INTERVIEWER, Role.EMPLOYEE, Role.CANDIDATE, Role.WHISTLE_BLOWER,
        Role.PARTNER_SERVICE,
    }
)  # fmt: skip
"""Roles that reach their own matters, their team's or one file exchange, and no list of a client."""


class Via(StrEnum):
    """The way in; the journal keeps it."""

    WEB = "web"
    REST = "rest"
    IMPORT = "import"
    JOB = "job"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Everyone:
    """All clients, now and later: a provider administrator's reach, not a list of five thousand."""

    def __contains__(self, client: object) -> bool:
        return True


ALL_CLIENTS = Everyone()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts (`user`; None is the system), how (`via`), for which `clients`, in which `roles` at each of them.

    `roles` maps a client's id to the role codes held there; the key None holds roles that hold at every client.
    """

    user: UUID | None
    via: Via
    clients: frozenset[UUID] | Everyone
    roles: dict[UUID | None, frozenset[Role]] = field(hash=False, compare=False)
    name: str = ""

    def sees(self, client: UUID | None) -> bool:
        """True where that client's rows exist for this actor. Rows of no client belong to the provider's people."""
        return client in self.clients if client else bool(self.roles.get(None))

    def roles_at(self, client: UUID | None) -> frozenset[Role]:
        """The roles held at one client."""
        everywhere = self.roles.get(None, frozenset())
        return (
            everywhere | self.roles.get(client, frozenset())
            if client in self.clients or client is None
            else frozenset()
        )

    @property
    def all_roles(self) -> frozenset[Role]:
        """The roles held at any client: what the menus are made from, never a permission."""
        return frozenset().union(*self.roles.values())


def system(via: Via = Via.JOB) -> Actor:
    """The product itself: jobs, schedules, commands."""
    return Actor(None, via, ALL_CLIENTS, {None: frozenset({Role.SYSTEM})}, "OpenHRO")
