"""Rows of the engagements package: the contracts, and the advice that may lead to them."""

from openhro.engagements.models.advice import KeptAdvice
from openhro.engagements.models.contracts import Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.models.levels import LevelEvidence, LevelExclusion, LevelSet, Measurement, ServiceLevel

__all__ = ["Engagement", "KeptAdvice", "PriceItem", "ScopeItem", "Signature"]
__all__ += ["LevelEvidence", "LevelExclusion", "LevelSet", "Measurement", "ServiceLevel"]
