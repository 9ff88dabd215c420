"""The forms of the catalogue: what a field may be, and whether what was filled in fits. Also codes and texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from openhro.core.errors import Invalid

KINDS = ("text", "long_text", "number", "date", "choice", "yes_no")
MOST_FIELDS = 30
LONGEST = {"text": 300, "long_text": 4_000}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_KEYS = {"name", "label", "kind", "required", "help", "choices"}


def check_code(code: str) -> None:
    """A short key: letters, digits, hyphens and underscores."""
    if not _CODE.fullmatch(code):
        raise Invalid("CODE", _("A code has 1 to 40 letters, digits, - and _."), field="code")


def check_text(text: str, field: str, most: int, *, needed: bool = True) -> str:
    """A text without what nobody can see, not empty where it is needed, and not too long."""
    told = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs")).strip()
    if needed and not told:
        raise Invalid("REQUIRED", _("Write something here."), field=field)
    if len(told) > most:
        raise Invalid("TOO_LONG", _("At most %s characters.") % most, field=field)
    return told


def check_fields(fields: Sequence[Mapping[str, Any]]) -> None:
    """Each field of a form has its own name, a label, and a kind that there is; choices have something to choose."""
    if len(fields) > MOST_FIELDS:
        raise Invalid("FORM_FIELD", _("A form has at most %s fields.") % MOST_FIELDS, field="fields")
    seen: set[str] = set()
    for one in fields:
        name, kind = one.get("name"), one.get("kind")
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in seen:
            raise Invalid(
                "FORM_FIELD", _("Each field has its own name of small letters, as in start_day."), field="fields"
            )
        seen.add(name)
        if set(one) - _KEYS or kind not in KINDS or not isinstance(one.get("label"), str) or not one["label"].strip():
            told = _("The field %(name)s needs a label and one of the kinds %(kinds)s.")
            raise Invalid("FORM_FIELD", told % {"name": name, "kinds": ", ".join(KINDS)}, field="fields")
        choices = one.get("choices", [])
        if (kind == "choice") != bool(choices) or not all(isinstance(each, str) and each for each in choices):
            raise Invalid("FORM_FIELD", _("Give choices to a choice, and to nothing else."), field="fields")


def check_item(tasks: Sequence[str]) -> None:
    """Some tasks, each with words."""
    if len(tasks) > MOST_FIELDS or not all(isinstance(one, str) and 0 < len(one.strip()) <= 160 for one in tasks):
        raise Invalid("TASKS", _("A task is a sentence of at most 160 characters; thirty at most."), field="tasks")


def answered(fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, as texts by the field's name; refused where something is missing, unknown or unfit."""
    known = {str(one["name"]): one for one in fields}
    strange = next((name for name in given if name not in known), None)
    if strange is not None:
        raise Invalid("UNKNOWN_FIELD", _("This form has no field %s.") % str(strange)[:80], field="answers")
    found: dict[str, str] = {}
    for name, field in known.items():
        value = _read(field, given.get(name))
        if not value and field.get("required"):
            told = _("Fill in: %s.") % field["label"]
            raise Invalid("ANSWER_REQUIRED", told, field=f"answers.{name}")
        if value:
            found[name] = value
    return found


def _read(field: Mapping[str, Any], value: Any) -> str:
    kind, place = field["kind"], f"answers.{field['name']}"
    if value is None or value == "":
        return ""
    if kind == "yes_no":
        if value in (True, "yes", "on", "true"):
            return "yes"
        if value in (False, "no", "false"):
            return "no"
        raise Invalid("ANSWER_INVALID", _("Answer yes or no."), field=place)
    text = check_text(str(value), place, LONGEST.get(kind, 300), needed=False)
    if kind == "choice" and text not in field["choices"]:
        raise Invalid("ANSWER_INVALID", _("Choose one of: %s.") % ", ".join(field["choices"]), field=place)
    if kind == "date":
        _check_date(text, place)
    if kind == "number":
        _check_number(text, place)
    return text


def _check_date(text: str, place: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise Invalid("ANSWER_INVALID", _("Give a date such as 2026-12-24."), field=place) from None


def _check_number(text: str, place: str) -> None:
    try:
        finite = Decimal(text).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise Invalid("ANSWER_INVALID", _("Give a number."), field=place)
