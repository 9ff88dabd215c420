"""Forms of engagements: contracts and their moves, and the steps of the advisor."""

from openhro.engagements.forms import readiness
from openhro.engagements.forms.advice import STEPS, DraftForm, StepForm
from openhro.engagements.forms.contracts import (
    FilterForm,
    GoLiveForm,
    HeadForm,
    LastDayForm,
    NothingForm,
    NoticeForm,
    PriceForm,
    ScopeForm,
    SuspendForm,
)
from openhro.engagements.forms.levels import ExclusionForm, LevelsForm, PortfolioForm
from openhro.engagements.forms.terms import AmendmentForm, DutyForm, EndItemForm, HeadChangeForm, IndexForm

__all__ = [
    "STEPS", "AmendmentForm", "DraftForm", "DutyForm", "EndItemForm", "ExclusionForm", "FilterForm", "GoLiveForm",
    "HeadChangeForm", "HeadForm", "IndexForm", "LastDayForm", "LevelsForm", "NothingForm", "NoticeForm",
    "PortfolioForm", "PriceForm", "ScopeForm", "StepForm", "SuspendForm", "readiness",
]  # fmt: skip
