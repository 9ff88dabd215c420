"""Full bank and national numbers, for bank and filing files only; and how a number is found without opening any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from openhro.core import bulk
from openhro.core.actor import Actor
from openhro.core.bulk import Keys
from openhro.core.fields import blind_index
from openhro.core.permission import permit
from openhro.people.models import LIVING, BankAccount, NationalId
from openhro.people.permissions import PERSON_VIEW, SECRETS_USE
from openhro.people.rules import identity


@dataclass(frozen=True, slots=True)
class Payee:
    """One account of an employment, in full."""

    account_id: UUID
    employment_id: UUID
    scheme: str
    last4: str
    holder: str
    kind: str
    priority: int
    split: str
    split_minor: int | None
    split_percent: Decimal | None
    routing: str = field(repr=False)
    account: str = field(repr=False)


def payees(by: Actor, client_id: UUID, employment_ids: Iterable[UUID], day: date) -> list[Payee]:
    """The accounts of some employments on a pay day, in the order in which they are paid, what remains last."""
    permit(by, SECRETS_USE, client_id)
    rows = BankAccount.objects.filter(
        LIVING, client_id=client_id, employment_id__in=list(employment_ids), valid__contains=day
    )
    ordered = sorted(rows, key=lambda row: (row.employment_id, row.split == "remainder", row.priority))
    return [
        Payee(
            row.pk, row.employment_id, row.scheme, row.last4, row.holder, row.kind, row.priority, row.split,
            row.split_minor, row.split_percent, str(row.routing), str(row.account),
        )
        for row in ordered
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountShare:
    """What an account takes of net pay; nothing of whose it is or where."""

    employment_id: UUID
    scheme: str
    priority: int
    split: str
    split_minor: int | None
    split_percent: Decimal | None


def account_shares(
    by: Actor, client_id: UUID, employment_ids: Iterable[UUID], day: date
) -> dict[UUID, list[AccountShare]]:
    """How net pay is split by scheme on a pay day, in the order in which accounts are paid; no secret is opened."""
    permit(by, PERSON_VIEW, client_id)
    rows = BankAccount.objects.filter(
        LIVING, client_id=client_id, employment_id__in=list(employment_ids), valid__contains=day
    )
    names = ("employment_id", "scheme", "priority", "split", "split_minor", "split_percent")
    found: dict[UUID, list[AccountShare]] = {}
    for row in sorted(rows.values_list(*names), key=lambda row: (row[3] == "remainder", row[2])):
        found.setdefault(row[0], []).append(AccountShare(*row))
    return found


@dataclass(frozen=True, slots=True)
class AccountMarks:
    """Which accounts net pay goes to, and who recorded them; nothing of whose they are or where.

    Columns, in the order of employments and accounts; the lowest id stands for nobody.
    """

    employment: Keys
    account: Keys
    recorded_by: Keys


_MARKS = """
select employment_id, id, coalesce(recorded_by, %(nobody)s) from people_bankaccount
where client_id = %(client)s and employment_id >= %(first)s and employment_id <= %(last)s
    and superseded_at is null and valid @> %(day)s::date
order by employment_id, id
"""


def account_marks(by: Actor, client_id: UUID, employments: Keys, day: date) -> AccountMarks:
    """The accounts of some employments, given in order, on a pay day; an account's row never changes."""
    permit(by, PERSON_VIEW, client_id)
    ends = bulk.uuids(employments[[0, -1]]) if len(employments) else [bulk.LOWEST, bulk.LOWEST]
    values = {"client": client_id, "first": ends[0], "last": ends[1], "day": day, "nobody": bulk.LOWEST}
    found = bulk.read(_MARKS, values, {"employment": "uuid", "account": "uuid", "recorded_by": "uuid"})
    mine = bulk.places(found["employment"], employments) >= 0
    return AccountMarks(*(column[mine] for column in found.values()))


def national_numbers(by: Actor, client_id: UUID, person_ids: Iterable[UUID], kind: str) -> dict[UUID, str]:
    """The numbers of one kind, in full, by person."""
    permit(by, SECRETS_USE, client_id)
    rows = NationalId.objects.filter(LIVING, client_id=client_id, person_id__in=list(person_ids), kind=kind)
    return {row.person_id: str(row.value) for row in rows}


def blind_of(kind: str, value: str, country: str) -> bytes:
    """The blind index of a checked national number."""
    purpose = f"{kind}:{country}" if kind == "OTHER" else kind
    return blind_index(identity.same_person_part(kind, value), purpose)
