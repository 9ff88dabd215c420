"""A contract as data for its template, and as a PDF. The data are kept, so that the same bytes can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from openhro.core.documents import Figures, FontPolicy, Renderer, Sheet
from openhro.engagements.documents.contract import ContractPaper, Party, Priced, Scoped

TEMPLATE = Path(__file__).with_name("contract.typ")


@cache
def renderer(fonts: FontPolicy | None = None) -> Renderer:
    """The process's contract renderer, made once."""
    return Renderer(TEMPLATE, fonts)


def render(data: Mapping[str, object], day: date, fonts: FontPolicy | None = None) -> bytes:
    """The paper as PDF/A-3a and PDF/UA-1, from what `content` gave; `DocumentError` as `Renderer.render` raises it."""
    return renderer(fonts).render(data, day)


def content(paper: ContractPaper) -> dict[str, object]:
    """What the template shows, every figure already in the reader's language; plain JSON."""
    figures, words = Figures(paper.language, paper.currency), paper.words
    printed: dict[str, object] = {
        "title": paper.title,
        "author": paper.provider.name,
        "title-short": paper.title,
        "subtitle": paper.subtitle,
        "footer": f"{paper.provider.name} · {paper.title} · {paper.terms_hash[:16]}",
        "numbered": True,
        "words": {name.rstrip("_"): getattr(words, name) for name in words.__slots__},
        "client": _party(paper.client),
        "provider": _party(paper.provider),
        "head": [list(row) for row in paper.head],
        "employs": [list(row) for row in paper.employs],
        "changes": list(paper.changes),
        "reason": paper.reason,
        "scope": [_scoped(row, figures, words.open_end) for row in paper.scope],
        "prices": [_priced(row, figures, words.open_end) for row in paper.prices],
        "terms_hash": paper.terms_hash,
        "signed": [[one.side, one.name, one.when, one.how, one.paper] for one in paper.signed],
    }
    return Sheet(paper.brand, figures, paper.country, paper.direction).data(printed)


def _party(party: Party) -> list[str]:
    return [party.name, *party.address]


def _scoped(row: Scoped, figures: Figures, open_end: str) -> list[str]:
    return [row.function, row.company, row.who, _days(row.first, row.last, figures, open_end)]


def _priced(row: Priced, figures: Figures, open_end: str) -> dict[str, object]:
    amounts = [[label, figures.money(minor)] for label, minor in (*row.amounts, *row.bounds)]
    if row.percent is not None:
        amounts.insert(0, ["", f"{figures.quantity(row.percent)}\u00a0%"])
    return {
        "label": row.label, "amounts": amounts, "notes": list(row.notes),
        "days": _days(row.first, row.last, figures, open_end),
    }  # fmt: skip


def _days(first: date, last: date | None, figures: Figures, open_end: str) -> str:
    return f"{figures.day(first)} – {figures.day(last) if last else open_end}"
