"""What a pay run must know of the people it pays, as columns: the same few reads for one person and for a million."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from openhro.core import bulk
from openhro.core.actor import Actor
from openhro.core.bulk import Keys
from openhro.core.errors import NotFound
from openhro.core.permission import permit
from openhro.people.models import Employment
from openhro.people.permissions import PAY_VIEW, PERSON_VIEW
from openhro.people.rules.fields import BASES

Days = NDArray[np.datetime64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PayTermsColumns:
    """Pay terms of a roster, one row for each version in force on some day of the period, by employment and day.

    `at` is the employment's place in the roster; the terms hold from `first` to before `until` (NaT: open); `basis` is
    a place in BASES, the amount is for one unit of it, and hours are hundredths a week (0: not said).
    """

    at: Ints
    first: Days
    until: Days
    basis: Ints
    amount_minor: Ints
    hours_week_hundredths: Ints


@dataclass(frozen=True, slots=True)
class PayRoster:
    """The employments of a pay period in the order of their ids; `end` is the last day, NaT where it is open."""

    ids: Keys
    start: Days
    end: Days
    has_bank: Flags
    has_national_id: Flags
    has_address: Flags
    terms: PayTermsColumns

    def __len__(self) -> int:
        return len(self.ids)


_JOBS = """
select e.id, e.start, coalesce(e."end", 'infinity'::date),
    exists (select from people_bankaccount b where b.employment_id = e.id and b.client_id = e.client_id
        and b.superseded_at is null and b.valid @> %(pay_date)s::date),
    exists (select from people_nationalid n where n.person_id = e.person_id and n.client_id = e.client_id
        and n.superseded_at is null),
    exists (select from people_address a where a.person_id = e.person_id and a.client_id = e.client_id
        and a.superseded_at is null and a.valid @> %(pay_date)s::date)
from people_employment e
where e.client_id = %(client)s and e.id > %(after)s and e.id <= %(upto)s
    and (e.entity_id = %(employer)s or e.provider_entity_id = %(employer)s)
    and e.start <= %(last)s and (e."end" is null or e."end" >= %(first)s)
order by e.id
"""
_JOB_KINDS = {
    "id": "uuid", "start": "date", "end": "date", "bank": "boolean", "national_id": "boolean", "address": "boolean",
}  # fmt: skip
_TERMS = """
select employment_id, coalesce(lower(valid), '0001-01-01'::date), coalesce(upper(valid), 'infinity'::date),
    array_position(%(bases)s::varchar[], basis)::bigint - 1, amount_minor, coalesce(hours_week * 100, 0)::bigint
from people_payterms
where client_id = %(client)s and employment_id > %(after)s and employment_id <= %(upto)s
    and superseded_at is null and valid && daterange(%(first)s, %(last)s, '[]')
order by employment_id, valid
"""
_TERM_KINDS = {
    "id": "uuid", "first": "date", "until": "date", "basis": "bigint", "amount": "bigint", "hours": "bigint",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose roster: the employments of one employer for a client in a period, with what is in order on the pay date.

    The employments are those whose ids come after `after`, up to `upto`: a part of the whole.
    """

    client_id: UUID
    employer_id: UUID
    first: date
    last: date
    pay_date: date
    after: UUID = bulk.LOWEST
    upto: UUID = bulk.HIGHEST


def pay_roster(by: Actor, asked: Asked) -> PayRoster:
    """The employments that one employer pays for a period, and the pay terms of its days."""
    permit(by, PERSON_VIEW, asked.client_id)
    permit(by, PAY_VIEW, asked.client_id)
    values = {
        "client": asked.client_id, "employer": asked.employer_id, "first": asked.first, "last": asked.last,
        "pay_date": asked.pay_date, "after": asked.after, "upto": asked.upto, "bases": list(BASES),
    }  # fmt: skip
    jobs = bulk.read(_JOBS, values, _JOB_KINDS)
    terms = bulk.read(_TERMS, values, _TERM_KINDS)
    at = bulk.places(terms["id"], jobs["id"])
    columns = PayTermsColumns(at, terms["first"], terms["until"], terms["basis"], terms["amount"], terms["hours"])
    return PayRoster(
        jobs["id"], jobs["start"], jobs["end"], jobs["bank"], jobs["national_id"], jobs["address"],
        _of_rows(columns, at >= 0),
    )  # fmt: skip


_ORDER = """
select id from people_employment
where client_id = %(client)s and id > %(after)s and id <= %(upto)s
    and (entity_id = %(employer)s or provider_entity_id = %(employer)s)
    and start <= %(last)s and ("end" is null or "end" >= %(first)s)
order by coalesce(nullif(number, ''), external_id) collate "C", id
"""


def pay_order(by: Actor, asked: Asked) -> Keys:
    """The employments by staff number (without one by external id), then id: the order of lists and files."""
    permit(by, PERSON_VIEW, asked.client_id)
    values = {
        "client": asked.client_id, "employer": asked.employer_id, "first": asked.first, "last": asked.last,
        "after": asked.after, "upto": asked.upto,
    }  # fmt: skip
    return bulk.read(_ORDER, values, {"id": "uuid"})["id"]


def of_members(roster: PayRoster, members: Flags) -> PayRoster:
    """Some of the roster's employments."""
    place = np.cumsum(members) - 1
    mine = members[roster.terms.at]
    terms = _of_rows(roster.terms, mine)
    return PayRoster(
        roster.ids[members], roster.start[members], roster.end[members], roster.has_bank[members],
        roster.has_national_id[members], roster.has_address[members], replace(terms, at=place[terms.at]),
    )  # fmt: skip


def _of_rows(terms: PayTermsColumns, rows: Flags) -> PayTermsColumns:
    return PayTermsColumns(
        terms.at[rows], terms.first[rows], terms.until[rows], terms.basis[rows], terms.amount_minor[rows],
        terms.hours_week_hundredths[rows],
    )  # fmt: skip


def client_of(by: Actor, employment_id: UUID) -> UUID:
    """Whose employment it is; 404 for one of a client that the actor does not serve."""
    found = Employment.objects.filter(pk=employment_id).values_list("client_id", flat=True).first()
    if found is None:
        raise NotFound("employment")
    return found


def check_employments(by: Actor, client_id: UUID, employment_ids: Iterable[UUID]) -> None:
    """Refuse employments that are not this client's: a foreign key alone would take another client's."""
    wanted = set(employment_ids)
    if Employment.objects.filter(client_id=client_id, pk__in=wanted).count() != len(wanted):
        raise NotFound("employment")


def employers_of(by: Actor, client_id: UUID, employment_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The legal employer of each employment of a client: an entity of the client's or of the provider's."""
    permit(by, PERSON_VIEW, client_id)
    rows = Employment.objects.filter(client_id=client_id, pk__in=list(employment_ids))
    return {
        job: entity or ours for job, entity, ours in rows.values_list("pk", "entity_id", "provider_entity_id")
    }  # fmt: skip


def employment_ids(by: Actor, client_id: UUID, external_ids: Iterable[str]) -> dict[str, UUID]:
    """The employments of a client by the external ids that files use; unknown ones are left out."""
    permit(by, PERSON_VIEW, client_id)
    rows = Employment.objects.filter(client_id=client_id, external_id__in=list(external_ids))
    return dict(rows.values_list("external_id", "id"))
