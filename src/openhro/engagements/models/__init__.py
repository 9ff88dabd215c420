"""Rows of the engagements package: the contracts, the advice that may lead to them, and what makes them ready."""

from openhro.engagements.models.advice import KeptAdvice
from openhro.engagements.models.contracts import Engagement, PriceItem, ScopeItem, Signature
from openhro.engagements.models.levels import LevelEvidence, LevelExclusion, LevelSet, Measurement, ServiceLevel
from openhro.engagements.models.readiness import (
    AccessTest,
    Assessment,
    DataReconciliation,
    Evidence,
    NamedContact,
    ParallelRun,
    Process,
    ProcessDocument,
)
from openhro.engagements.models.terms import Amendment, ContractVersion, Duty, IndexValue
from openhro.engagements.models.transition import RaidEntry, Task, Wave

__all__ = [
    "AccessTest", "Amendment", "Assessment", "ContractVersion", "DataReconciliation", "Duty", "Engagement",
    "Evidence", "IndexValue", "KeptAdvice", "LevelEvidence", "LevelExclusion", "LevelSet", "Measurement",
    "NamedContact", "ParallelRun", "PriceItem", "Process", "ProcessDocument", "RaidEntry", "ScopeItem",
    "ServiceLevel", "Signature", "Task", "Wave",
]  # fmt: skip
