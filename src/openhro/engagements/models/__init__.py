"""Rows of the engagements package: the contracts, and the advice that may lead to them."""

from openhro.engagements.models.advice import KeptAdvice
from openhro.engagements.models.contracts import Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.models.levels import LevelEvidence, LevelExclusion, LevelSet, Measurement, ServiceLevel
from openhro.engagements.models.terms import Amendment, ContractVersion, Duty, IndexValue

__all__ = [
    "Amendment",
    "ContractVersion",
    "Duty",
    "Engagement",
    "IndexValue",
    "KeptAdvice",
    "LevelEvidence",
    "LevelExclusion",
    "LevelSet",
    "Measurement",
    "PriceItem",
    "ScopeItem",
    "ServiceLevel",
    "Signature",
]
