"""Recording what prices count: told once by an id of the teller's own, corrected until it is billed, then fixed."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openhro.billing import counting, events, permissions, rules
from openhro.billing.models import LineEvidence, Usage, UsageDocument
from openhro.billing.rules import UsageTerms
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Invalid, NotFound, TooLarge
from openhro.core.permission import permit
from openhro.engagements import queries as engagements

MOST_DOCUMENT = 10 * 2**20
TYPES = {b"%PDF-": "application/pdf", b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
FIELDS = tuple(field.name for field in dataclasses.fields(UsageTerms) if field.name != "engagement_id")
_LATER = frozenset({"last"})
"""What may still be told after billing: an end makes a refund or stops an enrolment, and charges nothing anew."""


@transaction.atomic
def record_usage(by: Actor, client_id: UUID, terms: UsageTerms, *, source: str = "page", currency: str = "") -> Usage:
    """Record a thing to bill, or correct it. Told again as it is, it changes nothing; what is billed stays as it is."""
    permit(by, permissions.USAGE, client_id)
    rules.check_usage(terms)
    terms = priced(by, client_id, terms)
    if currency:
        rules.same_currency([engagements.one(by, terms.engagement_id).currency, currency])
    found = Usage.objects.select_for_update()
    held = found.filter(client_id=client_id, kind=terms.kind, external_id=terms.external_id).first()
    return _correct(by, held, terms) if held else _record(by, client_id, terms, source)


def priced(by: Actor, client_id: UUID, terms: UsageTerms) -> UsageTerms:
    """The terms with the code of the price that counts them: the one named, or the only one that there is."""
    engagement = engagements.one(by, terms.engagement_id)
    if engagement.client_id != client_id:
        raise NotFound("engagement")
    fitting = {
        price.code for price in engagements.prices(by, engagement.pk) if _counts(price, terms.kind, terms.first)
    }  # fmt: skip
    if terms.price_code:
        if terms.price_code not in fitting:
            raise _unpriced(terms.kind, fitting)
        return terms
    if len(fitting) != 1:
        raise _unpriced(terms.kind, fitting)
    return dataclasses.replace(terms, price_code=fitting.pop())


def _counts(price: Any, kind: str, day: date) -> bool:
    """Whether a price counts this kind on this day; an enrolment may have begun before its price."""
    if rules.kind_for(rules.Price(price.kind, count_basis=price.count_basis)) != kind:
        return False
    return kind == "enrolment" or day in price.valid


def _unpriced(kind: str, fitting: set[str]) -> Invalid:
    if fitting:
        message = _("Several prices count this. Say which: %s.") % ", ".join(sorted(fitting))
    else:
        message = _("No price of this contract counts such a thing. Agree on a price first.")
    return Invalid("USAGE_PRICE", message, field="price_code", detail={"kind": kind, "prices": sorted(fitting)})


def _record(by: Actor, client_id: UUID, terms: UsageTerms, source: str) -> Usage:
    made = Usage(client_id=client_id, recorded_at=clock.now(), recorded_by=by.user, source=source)
    write(made, terms)
    made.save(force_insert=True)
    journal.record(by, events.USAGE_RECORDED, made, {"kind": made.kind, "engagement": made.engagement_id})
    return made


def _correct(by: Actor, held: Usage, terms: UsageTerms) -> Usage:
    changed = differences(held, terms)
    if not changed and held.withdrawn_at is None:
        return held
    check_unbilled(held, changed)
    write(held, terms)
    held.withdrawn_at = None
    held.version += 1
    held.save()
    journal.record(by, events.USAGE_CHANGED, held, {"kind": held.kind, "fields": changed})
    return held


def differences(held: Usage, terms: UsageTerms) -> list[str]:
    """The fields that the terms would change."""
    changed = [name for name in FIELDS if getattr(held, name) != getattr(terms, name)]
    return [*changed, *(["engagement_id"] if held.engagement_id != terms.engagement_id else [])]


def check_unbilled(held: Usage, changed: list[str]) -> None:
    """What is billed stays: only its end may still come."""
    later = set(changed) <= _LATER and held.kind in ("enrolment", "hire")
    if later and not (held.kind == "hire" and held.last is not None and _refunded(held)):
        return
    if counting.billed([held.pk]):
        raise Conflict(
            "USAGE_BILLED",
            _("This is on an issued invoice. Correct it by a credit note, and record what is new under a new id."),
            detail={"fields": changed},
        )


def _refunded(held: Usage) -> bool:
    rows = LineEvidence.objects.filter(object_id=held.pk, line__purpose="refund")
    return rows.filter(line__invoice__number__isnull=False).exists()


def write(row: Usage, terms: UsageTerms) -> None:
    """Put the terms into a row."""
    for name in (*FIELDS, "engagement_id"):
        setattr(row, name, getattr(terms, name))


@transaction.atomic
def withdraw_usage(by: Actor, usage_id: UUID) -> Usage:
    """Take back what was told by mistake, as long as it is not billed."""
    held = _locked(by, usage_id)
    if held.withdrawn_at is not None:
        raise Conflict("WITHDRAWN", _("This is withdrawn already."))
    check_unbilled(held, ["withdrawn"])
    held.withdrawn_at = clock.now()
    held.version += 1
    held.save()
    journal.record(by, events.USAGE_WITHDRAWN, held, {"kind": held.kind})
    return held


@transaction.atomic
def add_document(by: Actor, usage_id: UUID, file_name: str, content: bytes) -> UsageDocument:
    """Put the supplier's document behind a cost; without one it is not passed on."""
    held = _locked(by, usage_id)
    if held.kind != "cost":
        raise Invalid("USAGE_INVALID", _("Only a cost that is passed on needs a document."), field="file")
    if len(content) > MOST_DOCUMENT:
        raise TooLarge("FILE_TOO_LARGE", _("A document has at most 10 MiB."), field="file")
    kind = next((kind for start, kind in TYPES.items() if content.startswith(start)), "")
    if not kind:
        raise Invalid("DOCUMENT_TYPE", _("A document is a PDF, PNG or JPEG."), field="file")
    digest = hashlib.sha256(content).hexdigest()
    found = UsageDocument.objects.filter(usage=held, sha256=digest).first()
    if found:
        return found
    name = "".join(letter for letter in file_name if letter.isprintable() and letter not in '/\\"')[-160:]
    made = UsageDocument.objects.create(
        client_id=held.client_id, usage=held, file_name=name or "document", content_type=kind, content=content,
        sha256=digest, added_at=clock.now(), added_by=by.user,
    )  # fmt: skip
    journal.record(by, events.DOCUMENT_ADDED, held, {"sha256": digest})
    return made


def _locked(by: Actor, usage_id: UUID) -> Usage:
    held = Usage.objects.select_for_update().filter(pk=usage_id).first()
    if held is None:
        raise NotFound("record of usage")
    permit(by, permissions.USAGE, held)
    return held
