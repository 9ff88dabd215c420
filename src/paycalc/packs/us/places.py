"""Frequencies, states and the other choice lists, with the index that the formulas use for each."""

from __future__ import annotations

from typing import Final

__all__ = ["FREQUENCIES", "NO_WAGE_TAX", "PERIODS", "STATES", "STATE_STATUS", "W4_STATUS"]

FREQUENCIES: Final = ("weekly", "biweekly", "semimonthly", "monthly", "quarterly", "semiannual", "annual", "daily")
PERIODS: Final = (52, 26, 24, 12, 4, 2, 1, 260)
"""Pay periods a year of each frequency (Pub. 15-T Table 3; annual is its own period)."""

W4_STATUS: Final = ("single", "married", "head_of_household")
"""Step 1(c): single or married filing separately; married filing jointly or surviving spouse; head of household."""

# fmt: off
STATES: Final = (
    "none", "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND",
    "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
)
# fmt: on
"""USPS codes; "none" is work outside the states (only federal tax)."""

NO_WAGE_TAX: Final = frozenset({"AK", "FL", "NV", "NH", "SD", "TN", "TX", "WA", "WY"})
"""States that withhold no income tax from wages."""

STATE_STATUS: Final = (
    "blank",
    "single",
    "married",
    "head_of_household",
    "married_single_rate",
    "married_both_work",
    "married_separate",
)
"""What state forms ask; states/forms.py says what each means where. New ones are added at the end."""
