"""The contract on paper: what is signed is printed, hashed and kept; with both signatures it is printed once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from openhro.clients import queries as clients
from openhro.core import clock, journal
from openhro.core.actor import Actor
from openhro.core.documents import Brand, DocumentError, Figures, digest
from openhro.core.errors import Invalid, NotFound
from openhro.core.permission import permit
from openhro.engagements import events, permissions, queries, rules
from openhro.engagements.documents import ContractPaper, Party, Priced, Scoped, Signed, Words, content, render
from openhro.engagements.models import Amendment, ContractVersion, Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.rules.advice import EMPLOYS, LIABLE
from openhro.engagements.rules.amending import CHANGES, HEAD_FIELDS

COLOUR = "#1f4f82"


def to_sign(by: Actor, engagement: Engagement, terms_hash: str, amendment: Amendment | None = None) -> ContractVersion:
    """The paper that a signature is bound to: the last one while the terms stay, else a new version."""
    versions = ContractVersion.objects.filter(engagement=engagement)
    held = versions.filter(amendment=amendment, terms_hash=terms_hash, signed_hash="").order_by("-number").first()
    if held is not None:
        return held
    last = versions.order_by("-number").values_list("number", flat=True).first() or 0
    day = clock.today(engagement.client.zone)
    data = _content(by, engagement, terms_hash, day, amendment)
    pdf = _rendered(data, day)
    made = ContractVersion.objects.create(
        client_id=engagement.client_id, engagement=engagement, amendment=amendment, number=last + 1,
        terms_hash=terms_hash, content=data, day=day, pdf=pdf, hash=digest(pdf),
    )  # fmt: skip
    journal.record(by, events.VERSION_PRINTED, made, {"version": made.number, "hash": made.hash})
    return made


def execute(by: Actor, version: ContractVersion, signatures: Iterable[Signature]) -> None:
    """Print the edition that bears both signatures; from then on this version never changes."""
    day = clock.today(version.client.zone)
    with translation.override(version.client.locale):
        record = [_record(one) for one in sorted(signatures, key=lambda one: one.signed_at)]
    rows = [[one.side, one.name, one.when, one.how, one.paper] for one in record]
    version.signed_content = version.content | {"signed": rows}
    version.signed_day = day
    version.signed_pdf = _rendered(version.signed_content, day)
    version.signed_hash = digest(version.signed_pdf)
    version.save(update_fields=["signed_content", "signed_day", "signed_pdf", "signed_hash"])
    data = {"version": version.number, "hash": version.signed_hash}
    journal.record(by, events.VERSION_EXECUTED, version, data)


def contract_pdf(by: Actor, version_id: UUID, *, signed: bool = True) -> bytes:
    """The kept bytes of a version: the edition with both signatures where there is one, or the one that was signed."""
    found = ContractVersion.objects.filter(pk=version_id).first()
    if found is None:
        raise NotFound("contract version")
    permit(by, permissions.READ, found)
    return bytes(found.signed_pdf) if signed and found.signed_hash else bytes(found.pdf)


def contract_preview(by: Actor, engagement_id: UUID) -> bytes:
    """The contract as it would be printed now; nothing is kept."""
    engagement = queries.one(by, engagement_id)
    day = clock.today(engagement.client.zone)
    return _rendered(_content(by, engagement, queries.terms_hash(engagement), day, None), day)


def _rendered(data: dict[str, Any], day: date) -> bytes:
    try:
        return render(data, day)
    except DocumentError as refused:
        raise Invalid("CONTRACT_PRINT", _("The contract cannot be printed: %s") % refused.message) from None


def _record(one: Signature) -> Signed:
    sides = {"client": _("Signed for the client"), "provider": _("Signed for the provider")}
    when = one.signed_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    how = _("electronically, signed in by %s") % one.via
    return Signed(sides[one.side], one.signer, when, how, one.document_hash)


def _content(
    by: Actor, engagement: Engagement, terms_hash: str, day: date, amendment: Amendment | None
) -> dict[str, Any]:
    client = engagement.client
    language = to_locale(client.locale).replace("_", "-")
    with translation.override(client.locale):
        return content(_paper(by, engagement, (terms_hash, language), day, amendment))


def _paper(
    by: Actor, engagement: Engagement, bound: tuple[str, str], day: date, amendment: Amendment | None
) -> ContractPaper:
    """Everything that the paper says, in the client's language."""
    terms_hash, language = bound
    figures = Figures(language, engagement.currency)
    ours = engagement.provider_entity
    companies = list(clients.entities(by, engagement.client_id).order_by("code"))
    home = ours.country if ours else ""
    scope = list(_in_scope(engagement))
    at_home = next((one for one in companies if one.country == home), companies[0] if companies else None)
    customer = next((one.entity for one in scope if one.entity), at_home)
    changes = [rules.read(one) for one in amendment.changes] if amendment else []
    return ContractPaper(
        brand=Brand(ours.name if ours else clients.provider_name(), COLOUR),
        title=_title(engagement, amendment),
        subtitle=f"{engagement.model} · {rules.MODELS[engagement.model].name}",
        client=_party(customer, engagement.client.name),
        provider=_party(ours, clients.provider_name()),
        day=day,
        head=tuple(_head(engagement, figures)),
        employs=tuple(employs(engagement)),
        scope=tuple(_scoped(one) for one in scope),
        prices=tuple(_priced(one) for one in PriceItem.objects.filter(engagement=engagement)),
        terms_hash=terms_hash,
        currency=engagement.currency,
        country=home or (customer.country if customer else "GB"),
        language=language,
        changes=(*_from(amendment, figures), *told_changes(changes, figures)) if amendment else (),
        reason=" ".join(amendment.reason.split()) if amendment else "",
        words=_words_before() if amendment else _words(),
    )


def _from(amendment: Amendment, figures: Figures) -> list[str]:
    """From when an amendment holds, what it is called, and what it adds to the charge."""
    found = [amendment.title, _("In effect from %s") % figures.day(amendment.effective_on)]
    if amendment.price_impact_minor is not None:
        found.append(_("Adds to the monthly charge: %s") % figures.money(amendment.price_impact_minor))
    return found


def _title(engagement: Engagement, amendment: Amendment | None) -> str:
    if amendment:
        return _("Amendment %(n)s to %(code)s") % {"n": amendment.number, "code": engagement.code}
    kind = _("Framework contract") if engagement.framework else _("Service contract")
    return f"{kind} {engagement.code}"


def _party(company: Any, name: str) -> Party:
    if company is None:
        return Party(name)
    return Party(company.name, tuple(line for line in company.address.splitlines() if line.strip()))


def _head(engagement: Engagement, figures: Figures) -> list[tuple[str, str]]:
    last, parent = engagement.effective_to, engagement.parent
    renewal = _("renews itself") if engagement.renewal == "auto" else _("ends with its term")
    rows = [
        (_("Runs from"), figures.day(engagement.effective_from)),
        (_("Last day"), figures.day(last) if last else _("open")),
        (_("Term"), _("%(n)s months, %(then)s") % {"n": engagement.term_months, "then": renewal})
        if engagement.term_months
        else ("", ""),
        (_("Notice"), _("%(n)s months") % {"n": engagement.notice_months}),
        (_("Governing law"), engagement.law or (parent.law if parent else "")),
        (
            _("Data-processing agreement"),
            engagement.dpa_ref or (parent.dpa_ref if parent else ""),
        ),
        (_("Currency"), engagement.currency),
        (_("Framework"), parent.code if parent else ""),
    ]
    return [(str(label), str(value)) for label, value in rows if value]


def employs(engagement: Engagement) -> list[tuple[str, str]]:
    """What the model says about employment, in words."""
    model = rules.MODELS[engagement.model]
    return [
        (_("Who employs"), str(EMPLOYS[model.employer])),
        (_("Who answers for employment"), str(LIABLE[model.liability])),
        (_("Who sponsors plans"), str(LIABLE.get(engagement.plan_sponsor, engagement.plan_sponsor))),
        (_("Who pays claims"), str(LIABLE.get(engagement.risk_bearer, engagement.risk_bearer))),
    ]


def _in_scope(engagement: Engagement) -> Iterable[ScopeItem]:
    rows = ScopeItem.objects.filter(engagement=engagement, binding=True)
    return rows.select_related("entity", "provider_entity").order_by("function", "country", "process", "valid")


def _scoped(item: ScopeItem) -> Scoped:
    who = {"provider": _("the provider"), "client": _("the client"), "shared": _("both")}
    companies = [one.name for one in (item.entity, item.provider_entity) if one]
    return Scoped(
        " · ".join(filter(None, (str(rules.FUNCTIONS.get(item.function, item.function)), item.process))),
        " · ".join(filter(None, (*companies, item.country, item.population))),
        who[item.responsibility], item.valid.lower, _last(item.valid),
    )  # fmt: skip


def _last(valid: Any) -> date | None:
    return valid.upper - timedelta(days=1) if valid.upper else None


def _priced(item: PriceItem) -> Priced:
    kind = str(rules.KINDS[item.kind][0])
    amounts = [("", item.rate_minor)] if item.rate_minor is not None else []
    before = 0
    for upto, minor in item.tiers:
        band = _("%(a)s to %(b)s") if upto else _("from %(a)s")
        amounts.append((band % {"a": before + 1, "b": upto}, minor))
        before = upto or before
    bounds = [(_("at least"), item.minimum_minor), (_("at most"), item.cap_minor)]
    return Priced(
        f"{kind} ({item.code})", tuple(amounts), Decimal(item.rate).normalize() if item.rate is not None else None,
        tuple(_notes(item)), tuple((label, minor) for label, minor in bounds if minor is not None),
        item.valid.lower, _last(item.valid),
    )  # fmt: skip


def _notes(item: PriceItem) -> list[str]:
    notes = []
    if item.functions:
        notes.append(", ".join(str(rules.FUNCTIONS.get(name, name)) for name in item.functions))
    if item.tiers and item.tier_mode == "volume":
        notes.append(_("all at the price of the band that is reached"))
    if item.index:
        bounds = {"floor": _percent(item.index_floor), "cap": _percent(item.index_cap), "index": item.index}
        notes.append(_("follows %(index)s every year, floor %(floor)s, cap %(cap)s") % bounds)
    return notes


def _percent(value: Decimal | None) -> str:
    return f"{value.normalize():f} %" if value is not None else "–"


def told_changes(changes: Sequence[rules.Change], figures: Figures) -> list[str]:
    """What an amendment changes, a sentence each."""
    ending = [one.item_id for one in changes if one.item_id]
    scope = {one.pk: one for one in ScopeItem.objects.filter(pk__in=ending)}
    prices = {one.pk: one for one in PriceItem.objects.filter(pk__in=ending)}
    found: list[str] = []
    for change in changes:
        label = CHANGES[change.what]
        if change.head:
            found += [f"{HEAD_FIELDS[name]}: {_shown(value, figures)}" for name, value in change.head.items()]
        elif change.scope:
            terms = change.scope
            function = rules.FUNCTIONS.get(terms.function, terms.function)
            found.append(f"{label}: {function} · {' · '.join(filter(None, (terms.process, terms.country)))}")
        elif change.price:
            found.append(f"{label}: {change.price.code} · {_shown_price(change.price, figures)}")
        elif change.item_id in scope:
            item = scope[change.item_id]
            found.append(f"{label}: {rules.FUNCTIONS.get(item.function, item.function)} · {item.country}")
        elif change.item_id in prices:
            found.append(f"{label}: {prices[change.item_id].code}")
    return found


def _shown(value: Any, figures: Figures) -> str:
    if isinstance(value, date):
        return figures.day(value)
    return str(value) if value not in (None, "") else _("none")


def _shown_price(price: rules.PriceTerms, figures: Figures) -> str:
    if price.rate is not None:
        return f"{price.rate.normalize():f} %"
    rates = [minor for _upto, minor in price.tiers] or ([price.rate_minor] if price.rate_minor is not None else [])
    return " / ".join(figures.money(minor) for minor in rates) or _("at cost")


def _words() -> Words:
    return Words(
        between=_("Client"), and_=_("Provider"), head=_("Terms"), employs=_("Who employs"),
        changes=_("What this amendment changes"), reason=_("Why"), scope=_("Scope"), prices=_("Prices"),
        function=_("Function"), company=_("For the people of"), who=_("Done by"), days=_("Days"), price=_("Price"),
        amount=_("Amount"), signatures=_("Signatures"), unsigned=_("Not signed yet."),
        fingerprint=_("Fingerprint of the terms (SHA-256)"), paper=_("Paper that was signed (SHA-256)"),
        open_end=_("open"),
    )  # fmt: skip


def _words_before() -> Words:
    """Beside an amendment stand the terms that it changes."""
    return replace(
        _words(), head=_("Terms before this change"), scope=_("Scope before this change"),
        prices=_("Prices before this change"),
    )  # fmt: skip
