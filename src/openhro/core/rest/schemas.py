"""Schemas that all resources share: bodies that refuse unknown fields, replies, pages, and the way amounts are written.

Amounts are whole minor units (pence, cents) in fields that end in `_minor`; their currency stands on the same object
or on the one around it. No reader of JSON rounds a whole number, and the names are those of the books.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Generic, TypeVar

from django.db import models
from ninja import Schema
from pydantic import ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from openhro.core import paging
from openhro.core.rest.strict import strict

T = TypeVar("T")
_Row = TypeVar("_Row", bound=models.Model)

Minor = Annotated[
    int, Field(ge=-(10**15), le=10**15, description="In minor units of the currency: 123456 is 1,234.56 in GBP.")
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217.", examples=["GBP"])]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2.", examples=["GB"])]


class Asked(Schema):
    """What an address or a form gives, as text: unknown names are refused, texts are trimmed and hold no NUL, which no
    text column can."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _no_nul(cls, values: Any) -> Any:
        if isinstance(values, dict) and any("\0" in text for text in _texts(values)):
            raise PydanticCustomError("unreadable", "A text holds the character NUL, which cannot be kept")
        return values


class Body(Asked):
    """A request body: the same, and every value is of its own kind (see `strict`)."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return strict(handler(source))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


class Reply(Schema):
    """An answer, read from a row or a view."""

    model_config = ConfigDict(from_attributes=True)


class Dated(Reply):
    """A fact with the days on which it holds."""

    valid_from: date = Field(description="The first day.")
    valid_to: date | None = Field(description="The last day; null is open.")

    @staticmethod
    def resolve_valid_from(row: Any) -> date:
        return row.valid.lower

    @staticmethod
    def resolve_valid_to(row: Any) -> date | None:
        return row.valid.upper - timedelta(days=1) if row.valid.upper else None


class Problem(Reply):
    """The body of every refusal."""

    code: str = Field(description="Stable, for programs.", examples=["ILLEGAL_TRANSITION"])
    message: str = Field(description="A sentence for people that says what to do.")
    field: str | None = Field(None, description="The input at fault.")
    rule: str | None = Field(None, description="The rule or permission that was broken.")
    detail: Any = Field(
        None, description="Data for programs: the moves that are allowed, every fault of a body, the rows in the way."
    )


class Step(Reply):
    """One step of an explanation, in order."""

    text: str = Field(description="What was done, in words.")
    detail: dict[str, Any] = Field(default_factory=dict, description="The figures of the step.")


class Page(Reply, Generic[T]):
    """A part of a list."""

    items: list[T]
    next: str | None = Field(description="Give it as `cursor` for what follows; null at the end.")


def page_of(items: Iterable[Any], following: str | None = None) -> dict[str, Any]:
    """A page as a query gave it."""
    return {"items": list(items), "next": following or None}


def listed(items: Iterable[Any]) -> dict[str, Any]:
    """A whole list that is short by its nature."""
    return page_of(items)


def _itself(row: Any) -> Any:
    return row


def rows_page(
    rows: models.QuerySet[_Row], order: Sequence[str], cursor: str, limit: int, show: Callable[[_Row], Any] = _itself
) -> dict[str, Any]:
    """A page of rows by an order that ends with a unique column."""
    found = paging.page(rows, order, cursor, limit)
    return page_of(map(show, found.rows), found.next)
