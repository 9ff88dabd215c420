"""Forms of the pages about invoices."""

from openhro.billing.forms.invoices import CreditForm, DraftForm, FilterForm, NothingForm

__all__ = ["CreditForm", "DraftForm", "FilterForm", "NothingForm"]
