"""Pages of a list by cursor: the values of the last row's order, so that a page costs the same however deep it lies."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from openhro.core.errors import Malformed

_Row = TypeVar("_Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Some rows, and the cursor of those that follow (empty: these were the last)."""

    rows: list[_Row]
    next: str


def page(rows: models.QuerySet[_Row], order: Sequence[str], cursor: str = "", limit: int = 50) -> Page[_Row]:
    """The rows after a cursor, by an order that ends with a unique column; `-` before a name turns its direction."""
    if cursor:
        rows = rows.filter(_after(rows, order, _read(cursor, len(order))))
    found = list(rows.order_by(*order)[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(found, _write(found[-1], order) if more else "")


def _after(rows: models.QuerySet[_Row], order: Sequence[str], values: list[Any]) -> Q:
    """Later in the order: greater at the first column that differs."""
    later, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column = name.lstrip("-")
        try:
            rows.filter(**{column: value})
        except (ValidationError, ValueError, TypeError):
            raise foreign_cursor() from None
        later |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{column: value})
    return later


def _write(row: models.Model, order: Sequence[str]) -> str:
    values: list[Any] = []
    for name in order:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value)
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()


def _read(cursor: str, count: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError:
        raise foreign_cursor() from None
    if not isinstance(values, list) or len(values) != count or not all(isinstance(one, str | int) for one in values):
        raise foreign_cursor()
    if any(isinstance(one, str) and "\0" in one for one in values):
        raise foreign_cursor()
    return values


def foreign_cursor() -> Malformed:
    """400 for a page that no list of ours has named."""
    return Malformed("CURSOR", "This cursor is not one of ours; begin again without it.", field="cursor")
