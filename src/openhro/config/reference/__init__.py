"""Writes docs/reference from the product itself: what is public is documented, or the test of it fails."""

from openhro.config.reference.pages import PAGES, write

__all__ = ["PAGES", "write"]
