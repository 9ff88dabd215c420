"""Example content for the gallery: invented people of an invented company, with figures that tie."""

from openhro.ui.gallery.pages import PAGES, Example
from openhro.ui.gallery.parts import sections

__all__ = ["PAGES", "Example", "sections"]
