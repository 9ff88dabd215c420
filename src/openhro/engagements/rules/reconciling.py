"""Data that was taken over: counts, control totals and a fingerprint of what was there and of what arrived."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid
from openhro.engagements.rules.terms import check_words

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
MOST_TOTALS = 60


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records there are, the sum of each column of numbers, and the fingerprint of all rows."""

    count: int
    sha256: str
    totals: Mapping[str, Decimal] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON: a total is written with all its decimals."""
        return {"count": self.count, "sha256": self.sha256, "totals": {key: f"{n:f}" for key, n in self.totals.items()}}


def tally(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Tally:
    """A table counted. The order of rows and columns, and how a number is padded, make no difference."""
    names = [name.strip().lower() for name in header]
    order = sorted(range(len(names)), key=names.__getitem__)
    columns = {names[at]: [row[at].strip() for row in rows] for at in order}
    totals = {
        name: sum(map(Decimal, filled), Decimal(0))
        for name, cells in columns.items()
        if (filled := [cell for cell in cells if cell]) and all(map(_NUMBER.fullmatch, filled))
    }
    lines = sorted(json.dumps([_canonical(row[at]) for at in order], ensure_ascii=False) for row in rows)
    content = "\n".join([json.dumps([names[at] for at in order], ensure_ascii=False), *lines])
    return Tally(len(rows), hashlib.sha256(content.encode()).hexdigest(), totals)


def _canonical(cell: str) -> str:
    text = cell.strip()
    return f"{Decimal(text).normalize():f}" if _NUMBER.fullmatch(text) else text


def check_tally(one: Tally, side: str) -> None:
    """A tally that can be compared."""
    if not 0 <= one.count <= 10**9:
        raise Invalid("COUNT_INVALID", _("The count is 0 or more."), field=side)
    if not re.fullmatch("[0-9a-f]{64}", one.sha256):
        raise Invalid("HASH_INVALID", _("The fingerprint is a SHA-256 of 64 hex digits."), field=side)
    if len(one.totals) > MOST_TOTALS:
        raise Invalid("TOO_MANY_TOTALS", _("Give at most %s control totals.") % MOST_TOTALS, field=side)
    for name in one.totals:
        check_words({side: name}, 80)


def compare_tallies(source: Tally, loaded: Tally) -> list[dict[str, str]]:
    """Where what arrived is not what was there; nothing at all means reconciled."""
    found = []
    if source.count != loaded.count:
        found.append({"what": "count", "source": str(source.count), "loaded": str(loaded.count)})
    for name in sorted({*source.totals, *loaded.totals}):
        there, here = source.totals.get(name), loaded.totals.get(name)
        if there != here:
            said = {"source": _said(there), "loaded": _said(here)}
            found.append({"what": name, **said})
    if source.sha256 != loaded.sha256:
        found.append({"what": "sha256", "source": source.sha256, "loaded": loaded.sha256})
    return found


def _said(total: Decimal | None) -> str:
    return "" if total is None else f"{total:f}"
