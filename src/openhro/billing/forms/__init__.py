"""Forms of the pages about invoices, usage, and what becomes of an invoice."""

from openhro.billing.forms.invoices import CreditForm, DraftForm, FilterForm, NothingForm
from openhro.billing.forms.settling import (
    AnswerForm,
    DecisionForm,
    DisputeForm,
    PaymentForm,
    ReasonForm,
    TermsForm,
    minor_of,
    plain,
)
from openhro.billing.forms.usage import FileForm, UsageFilterForm, UsageForm

__all__ = [
    "AnswerForm", "CreditForm", "DecisionForm", "DisputeForm", "DraftForm", "FileForm", "FilterForm", "NothingForm",
    "PaymentForm", "ReasonForm", "TermsForm", "UsageFilterForm", "UsageForm", "minor_of", "plain",
]  # fmt: skip
