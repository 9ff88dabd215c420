"""Further columns of a UK payslip: sickness, family leave, attachment orders, the minimum wage."""

from __future__ import annotations

from typing import Final

from paycalc.columns import NO_DATE, Column, Kind, Section, Type

__all__ = ["FACTS", "FAMILY", "INFO", "LETTER_SLOTS", "LETTER_TOTALS", "LINES", "ORDERS", "PAY", "SSP_OUTCOMES"]

FAMILY: Final = ("none", "SMP", "SPP", "SAP", "ShPP", "SPBP", "SNCP")
SSP_OUTCOMES: Final = ("none", "entitled", "period_too_short", "not_earned_enough")
FAMILY_OUTCOMES: Final = ("none", "entitled", "awe_below_lel")
LETTER_SLOTS: Final = (2, 3, 4)
"""Earlier category letters of a tax year; with the current one four, as many as an FPS reports of one employee."""
LETTER_TOTALS: Final = (
    ("niable_pay", "GrossEarningsForNICsYTD"),
    ("ni_at_lel", "AtLELYTD"),
    ("ni_lel_to_pt", "LELtoPTYTD"),
    ("ni_pt_to_uel", "PTtoUELYTD"),
    ("ni_employee", "EmpeeContribnsYTD"),
    ("ni_employer", "TotalEmpNICYTD"),
)
"""What the FPS reports by letter."""


def _fact(
    name: str, type: Type, label: str, help: str, default: int | None = 0, choices: tuple[str, ...] = ()
) -> Column:
    return Column(name, Kind.FACT, type, label, help, choices, default)


_SICK: Final = (
    _fact("sick_from", Type.DATE, "Sick since", "First day of the spell of sickness; empty: not sick.", NO_DATE),
    _fact("sick_to", Type.DATE, "Sick until", "Last day of the spell; empty: it goes on.", NO_DATE),
    _fact(
        "qualifying_days",
        Type.CODE,
        "Qualifying days of the week",
        "Days on which the person is to work, 0 for Sunday to 6 for Saturday: 12345.",
    ),
    _fact(
        "sick_average_pay",
        Type.MONEY,
        "Average weekly earnings before the sickness",
        "Of the eight weeks before the first linked spell.",
    ),
    _fact("sick_waiting_days_served", Type.INT, "Waiting days served", "In linked spells within eight weeks."),
    _fact("sick_days_paid", Type.INT, "SSP days paid before", "Qualifying days paid in linked spells."),
    _fact(
        "absence_from",
        Type.DATE,
        "Statutory pay covers from",
        "First day that SSP and family pay of this payment cover; empty: of the pay period.",
        NO_DATE,
    ),
    _fact(
        "absence_to",
        Type.DATE,
        "Statutory pay covers until",
        "Last day that SSP and family pay of this payment cover; empty: of the pay period.",
        NO_DATE,
    ),
)
_FAMILY: Final = (
    _fact(
        "family_payment",
        Type.CHOICE,
        "Family payment",
        "Statutory maternity, paternity, adoption, shared parental, parental bereavement or neonatal care pay.",
        0,
        FAMILY,
    ),
    _fact("family_from", Type.DATE, "Paid leave since", "First day of the leave, or of this block of it.", NO_DATE),
    _fact(
        "family_weeks",
        Type.INT,
        "Weeks of pay",
        "Empty for SMP and SAP: all; to be given for ShPP, SPBP and SNCP, and for one week of SPP.",
    ),
    _fact("family_earnings", Type.MONEY, "Earnings of the relevant period", "Total of the eight weeks or the months."),
    _fact("family_earnings_weeks", Type.INT, "Weeks of these earnings", "Eight, or how many were paid.", 8),
    _fact("family_earnings_months", Type.INT, "Months of these earnings", "Of those paid monthly, else empty."),
    _fact(
        "family_qualifying_week",
        Type.DATE,
        "Qualifying week",
        "The Sunday on which the qualifying, matching or relevant week began; its lower earnings limit is the test.",
        NO_DATE,
    ),
)
_ORDERS: Final = (
    _fact(
        "dea_rate",
        Type.CHOICE,
        "Direct earnings attachment",
        "Rate of the DWP's or council's order.",
        0,
        ("none", "standard", "higher"),
    ),
    _fact("dea_owed", Type.MONEY, "Still owed (DEA)", "The deduction ends with it; empty: not known."),
    _fact("council_tax_order", Type.BOOL, "Council tax order (England)", "Council tax attachment of earnings order."),
    _fact("council_tax_owed", Type.MONEY, "Still owed (council tax)", "The deduction ends with it; empty: not known."),
    _fact("arrestment", Type.BOOL, "Earnings arrestment (Scotland)", "A schedule of an earnings arrestment is served."),
    _fact("arrestment_owed", Type.MONEY, "Still owed (arrestment)", "The deduction ends with it; empty: not known."),
)
_WAGE: Final = (
    _fact(
        "minimum_wage",
        Type.CHOICE,
        "Minimum wage rate",
        "Rate of the pay period; none: not checked.",
        0,
        ("none", "21_and_over", "18_to_20", "under_18", "apprentice"),
    ),
    _fact("minutes_worked", Type.INT, "Minutes worked", "In the pay period, as the minimum wage counts them."),
    _fact("accommodation_days", Type.INT, "Days of accommodation", "Provided by the employer in the pay period."),
)
FACTS: Final = (*_SICK, *_FAMILY, *_ORDERS, *_WAGE)


def _pay(name: str, label: str, help: str) -> Column:
    return Column(name, Kind.PAY, Type.MONEY, label, help)


PAY: Final = (
    _pay("order_amount", "Other attachment order", "Court order or child maintenance, the amount already worked out."),
    _pay("order_excluded_pay", "Pay outside orders", "Part of this pay that is no earnings to the order's law."),
    _pay("minimum_wage_excluded", "Pay outside the minimum wage", "Premium part of pay, and what does not count."),
    _pay("accommodation_charge", "Accommodation charge", "Charged for the employer's accommodation in the period."),
)


def _line(name: str, section: Section, label: str, help: str, payee: str | None = None) -> Column:
    return Column(name, Kind.RESULT, Type.MONEY, label, help, section=section, payee=payee)


def _info(name: str, type: Type, label: str, help: str, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, Kind.RESULT, type, label, help, choices, section=Section.INFO)


LINES: Final = (
    _line("earned_ssp", Section.EARNING, "Statutory sick pay", "Worked out from the spell of sickness."),
    _line("earned_family", Section.EARNING, "Statutory family pay", "SMP, SPP, SAP, ShPP, SPBP or SNCP, worked out."),
)
ORDERS: Final = (
    _line("attachable_pay", Section.BASE, "Earnings for attachment orders", "After tax, National Insurance, pension."),
    _line("order_other", Section.ORDER, "Attachment order", "Court order or child maintenance, as given.", "court"),
    _line("order_council_tax", Section.ORDER, "Council tax attachment", "By the table for England.", "council"),
    _line("order_arrestment", Section.ORDER, "Earnings arrestment", "By the table for Scotland.", "arrestment"),
    _line("order_dea", Section.ORDER, "Direct earnings attachment", "By the DWP's table.", "dwp"),
)
INFO: Final = (
    _info("ssp_outcome", Type.CHOICE, "Sick pay", "Whether the spell gives statutory sick pay.", SSP_OUTCOMES),
    _info("ssp_days", Type.INT, "Days of sick pay", "Qualifying days that this payment pays."),
    _info("family_outcome", Type.CHOICE, "Family pay", "Whether the earnings test is passed.", FAMILY_OUTCOMES),
    _info("minimum_wage_shortfall", Type.MONEY, "Below the minimum wage by", "Of the pay period; zero is right."),
)
