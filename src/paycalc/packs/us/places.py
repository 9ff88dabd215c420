"""Frequencies, states and the other choice lists, with the index that the formulas use for each."""

from __future__ import annotations

from typing import Final

__all__ = [
    "FREQUENCIES",
    "HOME_RULE",
    "NO_WAGE_TAX",
    "PERIODS",
    "RATE_TABLES",
    "STATES",
    "STATE_METHOD",
    "STATE_NAMES",
    "STATE_STATUS",
    "W4_STATUS",
]

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
    "one_earner",
)
"""What state forms ask; states/forms.py says what each means where. New ones are added at the end."""

STATE_METHOD: Final = ("period", "annualized", "first_print", "second_print")
"""How a state's tax is computed where the state leaves a choice; Maine printed its booklet of 2026 twice."""

HOME_RULE: Final = ("refuse", "work_state_only", "reciprocal", "both")
"""What the employer withholds when the states of work and of residence differ."""

RATE_TABLES: Final = ("blank", "A", "B", "C", "D", "E", "F")
"""Letters of a state form: the withholding code of CT-W4, the rate table of NJ-W4 line 3."""

# fmt: off
STATE_NAMES: Final = {
    "AL": "Alabama", "AR": "Arkansas", "AZ": "Arizona", "CT": "Connecticut", "DC": "District of Columbia",
    "DE": "Delaware", "GA": "Georgia", "HI": "Hawaii", "IA": "Iowa", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine",
    "MI": "Michigan", "MN": "Minnesota", "MO": "Missouri", "MS": "Mississippi", "MT": "Montana",
    "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska", "NJ": "New Jersey", "NM": "New Mexico",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "UT": "Utah", "VA": "Virginia", "VT": "Vermont", "WA": "Washington", "WI": "Wisconsin",
    "WV": "West Virginia",
}
# fmt: on
"""Names for the titles of worksheets."""
