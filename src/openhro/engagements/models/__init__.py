"""Rows of the engagements package: the contracts, and the advice that may lead to them."""

from openhro.engagements.models.advice import KeptAdvice
from openhro.engagements.models.contracts import Engagement, PriceItem, ScopeItem, Signature

__all__ = ["Engagement", "KeptAdvice", "PriceItem", "ScopeItem", "Signature"]
