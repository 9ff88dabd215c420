"""Writes docs/law from the packs: figures with their citations, and what each tax file says of its method."""

from paycalc.pages.write import pages, stale, write

__all__ = ["pages", "stale", "write"]
