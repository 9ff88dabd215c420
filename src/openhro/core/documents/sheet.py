"""The part of a template's data that every document has, and what right-to-left paper needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openhro.core.documents.brand import Brand
from openhro.core.documents.figures import Figures
from openhro.core.documents.paper import paper_of

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_METADATA = ("title", "author")  # shown by the viewer, not set on the paper


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper, language and direction of a document, and whose mark it bears."""

    brand: Brand
    figures: Figures
    country: str
    direction: str

    def data(self, printed: Mapping[str, object]) -> dict[str, object]:
        """`printed` (texts, lists and dicts of texts) together with what `base.typ` asks for."""
        locale, rtl = self.figures.locale, self.direction == "rtl"
        return {
            **{key: isolated(value) if rtl and key not in _METADATA else value for key, value in printed.items()},
            **self.brand.shades(),
            "brand": self.brand.name,
            "logo": self.brand.logo_svg(),
            "paper": paper_of(self.country),
            "lang": locale.language,
            "region": locale.territory,
            "rtl": rtl,
        }


def isolated(value: object) -> object:
    """The texts of `value`, each in a bidirectional isolate: it keeps its own direction in a right-to-left line.

    Without it `−856.74` and `12 Harbour Road` would be turned round (Unicode Standard Annex 9).
    """
    if isinstance(value, str):
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}" if value else value
    if isinstance(value, list | tuple):
        return [isolated(item) for item in value]
    if isinstance(value, dict):
        return {key: isolated(item) for key, item in value.items()}
    return value
