"""Forms of engagements: contracts and their moves, and the steps of the advisor."""

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

__all__ = [
    "STEPS", "DraftForm", "FilterForm", "GoLiveForm", "HeadForm", "LastDayForm", "NothingForm", "NoticeForm",
    "PriceForm", "ScopeForm", "StepForm", "SuspendForm",
]  # fmt: skip

__all__ += ["ExclusionForm", "LevelsForm", "PortfolioForm"]
