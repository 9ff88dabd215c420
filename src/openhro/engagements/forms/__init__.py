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

__all__ = [
    "STEPS", "DraftForm", "FilterForm", "GoLiveForm", "HeadForm", "LastDayForm", "NothingForm", "NoticeForm",
    "PriceForm", "ScopeForm", "StepForm", "SuspendForm",
]  # fmt: skip
# readiness and transition
from openhro.engagements.forms import readiness

__all__ += ["readiness"]
