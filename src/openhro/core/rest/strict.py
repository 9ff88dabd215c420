"""One way to write each kind of value. A library's leniency would read 86400 as a day and "yes" as true; a program that
sends such things means something else, and is told so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"
WRITTEN = {
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "Write a day as YYYY-MM-DD, such as 2026-11-30"),
    "datetime": (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"),
        "Write an instant with its zone, such as 2026-11-30T17:00:00Z",
    ),
    "int": (re.compile(r"-?[0-9]{1,19}"), "Write a whole number, such as 50"),
    "bool": (re.compile(r"true|false"), "Write true or false"),
    "decimal": (re.compile(_DECIMAL), "Write a decimal number with a point, such as 37.5"),
}  # fmt: skip
"""How a kind of value stands in an address or a form, and what is said to anything else."""


def kinds_of(annotation: Any) -> set[str]:
    """The kinds of value, of those above, that an annotation is made of."""
    found: set[str] = set()

    def note(leaf: Any) -> Any:
        found.add(leaf["type"])
        return leaf

    _walk(TypeAdapter(annotation).core_schema, note)
    return found


def strict(schema: CoreSchema) -> CoreSchema:
    """The same schema, reading the body's JSON one way: days and decimals are texts, numbers and flags are not."""
    return _walk(schema, _strict_leaf)


def _walk(node: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(node, list):
        return [_walk(one, change) for one in node]
    if not isinstance(node, dict):
        return node
    if not isinstance(node.get("type"), str):  # fields by name
        return {name: _walk(field, change) for name, field in node.items()}
    if node["type"] in WRITTEN:
        return change(node)
    if node["type"] == "chain" or "strictly" in node.get("metadata", {}):
        return node  # a body within this one, which has been here
    return {key: value if key in ("default", "metadata") else _walk(value, change) for key, value in node.items()}


def _strict_leaf(leaf: Any) -> CoreSchema:
    kind = leaf["type"]
    if kind in ("int", "bool"):
        return {**leaf, "strict": True}
    if kind == "decimal":
        return core_schema.chain_schema([core_schema.str_schema(pattern=_DECIMAL), leaf])
    if kind == "datetime":
        leaf = {**leaf, "tz_constraint": "aware"}
    return core_schema.no_info_before_validator_function(_text_of(kind), leaf, metadata={"strictly": True})


def _text_of(kind: str) -> Callable[[Any], Any]:
    pattern, said = WRITTEN[kind]

    def check(value: Any) -> Any:
        if isinstance(value, date | datetime) or (isinstance(value, str) and pattern.fullmatch(value.strip())):
            return value
        raise PydanticCustomError("written_otherwise", said)

    return check
