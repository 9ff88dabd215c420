"""The heads of the tables of a run's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _text(*labels: Any) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def _money(*labels: Any) -> list[dict[str, Any]]:
    return [{"label": label, "kind": "money"} for label in labels]


_PERSON = {"label": _("Person")}
HEADS: dict[str, list[dict[str, Any]]] = {
    "variance_columns": [
        _PERSON, *_text(_("Line")), *_money(_("Before"), _("Now"), pgettext_lazy("difference", "Change")),
        *_text(_("Reason")),
    ],
    "check_columns": [_PERSON, *_text(_("What is wrong"), _("To mend it"))],
    "warning_columns": [_PERSON, *_text(_("What to look at"), _("Answer"))],
    "people_columns": [
        _PERSON, *_money(_("Gross"), _("Deductions"), _("Net"), _("Employer"), _("Net, change")),
    ],
    "void_columns": _text(_("Who"), _("Saw"), _("Results"), _("Why void")),
    "file_columns": _text(_("File"), _("Control totals"), _("Hash"), _("Made"), _("Download")),
    "tie_columns": [
        *_text(_("Equation")), {"label": _("One side"), "kind": "n"}, {"label": _("is"), "kind": "fit"},
        {"label": _("The other side"), "kind": "n"}, {"label": _("Result"), "kind": "fit"},
    ],
    "input_columns": [_PERSON, *_text(_("Line")), *_money(_("Units"), _("Amount")), *_text(_("Given"))],
    "late_columns": _text(_("What"), _("Cause"), _("Sees to it"), _("What became of it")),
    "doc_columns": _text(_("Column"), _("Needed"), _("What it holds"), _("Example")),
    "version_columns": _text(_("Holds"), _("Says"), _("Recorded")),
    "refused_columns": _text(_("Row"), _("Column"), _("What is wrong")),
}  # fmt: skip
STATE_OPTIONS = [("", _("Everybody")), ("paid", pgettext_lazy("people", "Paid")), ("left out", _("Left out"))]
