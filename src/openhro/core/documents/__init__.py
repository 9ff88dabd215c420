"""Printed documents: one renderer (Typst), one set of PDF standards, one font policy, one archive.

A function that prints keeps a frozen dataclass and a template in its own `documents/`; the template imports
`/core/documents/base.typ`. Everything here is pure: the same data, fonts and day give the same bytes.
"""

from openhro.core.documents.archive import zip_of
from openhro.core.documents.brand import Brand
from openhro.core.documents.errors import DocumentError
from openhro.core.documents.figures import Figures
from openhro.core.documents.fonts import FontPolicy
from openhro.core.documents.paper import paper_of
from openhro.core.documents.renderer import Renderer, digest
from openhro.core.documents.sheet import Sheet

__all__ = ["Brand", "DocumentError", "Figures", "FontPolicy", "Renderer", "Sheet", "digest", "paper_of", "zip_of"]
