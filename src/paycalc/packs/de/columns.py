"""The input columns of a German payslip: facts about the person, pay of the period, what was paid before.

Columns with a name of the Programmablaufplan (PAP) are its inputs, in small letters.
"""

from __future__ import annotations

from typing import Final

from paycalc.columns import Column, Kind, Type
from paycalc.packs.de.places import LAENDER

__all__ = ["EMPLOYMENTS", "FREQUENCIES", "INPUTS", "KV_GROUPS", "MONTH", "ROOMS", "RV_GROUPS", "TOTALS"]

FREQUENCIES: Final = ("monthly", "weekly", "daily", "annual")
EMPLOYMENTS: Final = ("standard", "midijob", "minijob")
KV_GROUPS: Final = ("0", "1", "3", "6", "9")
RV_GROUPS: Final = ("0", "1", "3", "5")
HALVES: Final = tuple(f"{number // 2}.{number % 2 * 5}" for number in range(41))
_MILLION: Final = 1_000_000
_SINCE: Final = {
    "tax_year": "In this year at this employer before this payment; a mid-year start takes it from the old register.",
    "never": "Carried from the last payslip across the ends of month and year; it says itself which one it belongs to.",
}


def _fact(
    name: str, type: Type, label: str, help: str, default: int | None = 0, choices: tuple[str, ...] = ()
) -> Column:
    return Column(name, Kind.FACT, type, label, help, choices, default)


def _choice(name: str, label: str, help: str, choices: tuple[str, ...], default: int | None = 0) -> Column:
    return _fact(name, Type.CHOICE, label, help, default, choices)


def _money(name: str, label: str, help: str) -> Column:
    return _fact(name, Type.MONEY, label, help)


def _pay(name: str, label: str, help: str, type: Type = Type.MONEY) -> Column:
    return Column(name, Kind.PAY, type, label, help)


def _before(name: str, label: str, resets: str = "tax_year", type: Type = Type.MONEY) -> Column:
    return Column(f"{name}_before", Kind.ACCUMULATOR, type, f"{label} before", _SINCE[resets], resets=resets)


TAX_FACTS: Final = (
    _choice("pay_frequency", "Pay frequency (LZZ)", "How often the person is paid.", FREQUENCIES, None),
    _choice(
        "land",
        "Land of the establishment",
        "Decides the church tax rate and, for Saxony (PVS), the shares of care insurance.",
        LAENDER,
        None,
    ),
    _choice(
        "stkl",
        "Tax class (STKL)",
        "Steuerklasse of the ELStAM; without ELStAM VI.",
        ("1", "2", "3", "4", "5", "6"),
        None,
    ),
    _fact("factor", Type.RATE, "Factor (F)", "Of the ELStAM with class IV, 0.912 for example; else 100%.", _MILLION),
    _choice("zkf", "Child allowances (ZKF)", "Zahl der Kinderfreibeträge of the ELStAM.", HALVES),
    _fact(
        "church_member", Type.BOOL, "Church tax is due (R)", "The ELStAM name a religious community that collects it."
    ),
    _money("lzzfreib", "Tax allowance of the period (LZZFREIB)", "Freibetrag of the ELStAM."),
    _money("lzzhinzu", "Tax addition of the period (LZZHINZU)", "Hinzurechnungsbetrag of the ELStAM."),
    _money("jfreib", "Tax allowance of the year (JFREIB)", "For the tax on sonstige Bezüge."),
    _money("jhinzu", "Tax addition of the year (JHINZU)", "For the tax on sonstige Bezüge."),
    _fact("alter1", Type.BOOL, "64 at the start of the year (ALTER1)", "Gives the Altersentlastungsbetrag."),
    _fact("ajahr", Type.INT, "Year after the 64th birthday (AJAHR)", "Decides the Altersentlastungsbetrag."),
    _fact("vjahr", Type.INT, "First year of the pension (VJAHR)", "Of the oldest Versorgungsbezug."),
    _money("vbezm", "First full month's pension (VBEZM)", "Or that of January 2005."),
    _money("vbezs", "Special payments of the pension's first year (VBEZS)", "Without Sterbegeld and lump sums."),
    _fact("zmvb", Type.INT, "Months of pension (ZMVB)", "Only when the year is the pay period."),
    _choice(
        "krv",
        "Pension marker (KRV)",
        "0: insured in the statutory scheme or a professional one; 1: not. auto: from the contribution group.",
        ("auto", "0", "1"),
    ),
    _choice(
        "alv",
        "Unemployment marker (ALV)",
        "0: insured; 1: not. Since 2026. auto: from the contribution group.",
        ("auto", "0", "1"),
    ),
    _choice(
        "pkv",
        "Private health insurance (PKV)",
        "0: statutory; 1: private; 2: private with a subsidy (told apart in 2025 only). auto: from premium and group.",
        ("auto", "0", "1", "2"),
    ),
    _money("pkpv", "Private basic premium a month (PKPV)", "Basic health and care cover, as told to the employer."),
    _money("pkpvagz", "Subsidy to it a month (PKPVAGZ)", "Beside the one that this payslip works out. Since 2026."),
)

SOCIAL_FACTS: Final = (
    _choice(
        "employment",
        "Employment",
        "standard; midijob: pay in the transition range; minijob: geringfügig entlohnt.",
        EMPLOYMENTS,
    ),
    _choice(
        "kv_group",
        "Health insurance group",
        "Beitragsgruppe: 0 none, 1 general, 3 reduced, 6 Minijob lump sum, 9 voluntary, paid by the employer.",
        KV_GROUPS,
        1,
    ),
    _choice(
        "rv_group",
        "Pension insurance group",
        "Beitragsgruppe: 0 none, 1 full, 3 the employer's half only, 5 Minijob lump sum (opted out).",
        RV_GROUPS,
        1,
    ),
    _choice(
        "av_group",
        "Unemployment insurance group",
        "Beitragsgruppe: 0 none, 1 full, 2 the employer's half only.",
        ("0", "1", "2"),
        1,
    ),
    _choice("pv_group", "Care insurance group", "Beitragsgruppe: 0 none, 1 full.", ("0", "1"), 1),
    _fact("kvz", Type.RATE, "Additional rate of the fund (KVZ)", "The whole kassenindividueller Zusatzbeitragssatz."),
    _fact("pvz", Type.BOOL, "Childless surcharge (PVZ)", "Childless, and 23 or older."),
    _choice("pva", "Discounts for children (PVA)", "For the 2nd to 5th child under 25.", ("0", "1", "2", "3", "4")),
    _money("private_health", "Private health premium a month", "The whole premium, for the employer's subsidy."),
    _money("private_care", "Private care premium a month", "The whole premium, for the employer's subsidy."),
    _fact("u1_rate", Type.RATE, "U1 rate", "Of the fund's statutes, for sick pay; 0% when the employer is too large."),
    _fact("u2_rate", Type.RATE, "U2 rate", "Of the fund's statutes, for maternity."),
    _fact("insolvency_levy", Type.BOOL, "Insolvency levy (U3)", "No: public employers and private households.", 1),
    _fact(
        "flat_tax_rate",
        Type.RATE,
        "Lump-sum wage tax",
        "Of a Minijob, EStG s. 40a (2): borne by the employer, no tax by class. 0%: taxed by class.",
    ),
    _money(
        "minijob_minimum",
        "Minijob: minimum base of pension insurance",
        "SGB VI s. 163 (8), a month; needed for a Minijob with full pension insurance, for the pack does not hold it.",
    ),
)

PAY: Final = (
    _pay("regular_pay", "Regular pay", "Salary or wages of the period."),
    _pay("overtime_pay", "Overtime", "Pay for hours above the regular ones."),
    _pay("taxable_allowance", "Taxable allowance", "Taxed and subject to contributions."),
    _pay("tax_only_pay", "Pay without contributions", "Taxed as wages, but no Arbeitsentgelt."),
    _pay("pension_pay", "Pension (VBEZ)", "Versorgungsbezüge: taxed with their allowances, no contributions."),
    _pay(
        "tax_free_pay",
        "Tax-free pay",
        "Surcharges for nights and holidays and the like: neither tax nor contributions.",
    ),
    _pay("expenses", "Expenses", "Reimbursed, neither taxed nor subject to contributions."),
    _pay("benefit_in_kind", "Benefit in kind", "Geldwerter Vorteil: taxed and subject to contributions, not paid out."),
    _pay("one_off_pay", "One-off pay", "Bonus, holiday pay: sonstiger Bezug and einmalig gezahltes Arbeitsentgelt."),
    _pay("one_off_tax_only", "One-off pay without contributions", "A sonstiger Bezug that is no Arbeitsentgelt."),
    _pay("severance_pay", "Severance (SONSTENT)", "Entschädigung, EStG s. 24 no. 1: a sonstiger Bezug."),
    _pay("pension_one_off", "One-off pension (VBS)", "A sonstiger Bezug of Versorgungsbezüge, Sterbegeld counted."),
    _pay("sterbe", "Sterbegeld and lump sums in it (STERBE)", "Part of the one-off pension."),
    _pay(
        "mbv", "Untaxed Vermögensbeteiligung (MBV)", "EStG s. 19a (1): not paid, lowers the tax where it is negative."
    ),
    _pay("jre4", "Wage of the year (JRE4)", "Without this one-off payment; used when it is told, not projected."),
    _pay("jre4ent", "Severance in it (JRE4ENT)", "Part of JRE4 as told."),
    _pay("jvbez", "Pensions in it (JVBEZ)", "Part of JRE4 as told."),
    _pay("conversion", "Deferred pay", "Entgeltumwandlung free of tax and contributions, to a pension."),
    _pay("conversion_tax_free", "Deferred pay, contributory", "Entgeltumwandlung free of tax only, to a pension."),
    _pay("employer_pension", "Employer's pension contribution", "Beside the pay, free of tax and contributions."),
    _pay("attachment", "Attachment of wages", "Pfändung: the amount already worked out."),
    _pay("post_tax_deduction", "Deduction from net pay", "Advances, loans, savings schemes and the like."),
    _pay(
        "sv_days", "Contribution days", "SV-Tage when not the whole period: 1 to 30 of a month. 0: the whole.", Type.INT
    ),
    _pay(
        "employed_days",
        "Days employed",
        "Calendar days of the period on which the employment lasts, where not on all. 0: the whole.",
        Type.INT,
    ),
    Column(
        "annual_pay",
        Kind.PAY,
        Type.CHOICE,
        "Wage of the year for one-off tax",
        "projected from the payslips of the year (monthly and annual pay), or given as JRE4.",
        ("projected", "given"),
    ),
)

# name and label of each running total; the result is <name>_ytd, the input of the next run <name>_before
TOTALS: Final = (
    ("tax_gross", "Taxable wage to date"),
    ("one_off_gross", "Sonstige Bezüge to date"),
    ("severance_pay", "Severance to date"),
    ("pension_pay", "Pensions to date"),
    ("pension_one_off", "One-off pensions to date"),
    ("kv_base", "Health and care base to date"),
    ("rv_base", "Pension and unemployment base to date"),
    ("lohnsteuer", "Lohnsteuer to date"),
    ("lohnsteuer_one_off", "Lohnsteuer on one-off pay to date"),
    ("soli", "Solidarity surcharge to date"),
    ("soli_one_off", "Solidarity surcharge on one-off pay to date"),
    ("church_tax", "Church tax to date"),
    ("church_tax_one_off", "Church tax on one-off pay to date"),
    ("kv_employee", "Employee health insurance to date"),
    ("kvz_employee", "Employee additional contribution to date"),
    ("pv_employee", "Employee care insurance to date"),
    ("rv_employee", "Employee pension insurance to date"),
    ("av_employee", "Employee unemployment insurance to date"),
    ("kv_employer", "Employer health insurance to date"),
    ("kvz_employer", "Employer additional contribution to date"),
    ("pv_employer", "Employer care insurance to date"),
    ("rv_employer", "Employer pension insurance to date"),
    ("av_employer", "Employer unemployment insurance to date"),
    ("u1", "Levy U1 to date"),
    ("u2", "Levy U2 to date"),
    ("u3", "Insolvency levy to date"),
)

# what a one-off payment may still fill of the ceilings, and of the year before for the clause of March
ROOMS: Final = (
    ("sv_year", "Year of the last contributions", Type.INT),
    ("kv_room", "Unused health and care ceiling", Type.MONEY),
    ("rv_room", "Unused pension and unemployment ceiling", Type.MONEY),
    ("kvz_last", "Additional rate of the last payslip", Type.RATE),
    ("prior_year", "Year before with contributions", Type.INT),
    ("kv_room_prior", "Unused health and care ceiling of that year", Type.MONEY),
    ("rv_room_prior", "Unused pension and unemployment ceiling of that year", Type.MONEY),
    ("kvz_prior", "Additional rate at its end", Type.RATE),
)

# the calendar month so far, for who is paid more than once in it: ceilings hold for the month
MONTH: Final = (
    ("sv_month", "Month of the last contributions", Type.INT),
    ("sv_days_month", "Contribution days of the month", Type.INT),
    ("sv_gross_month", "Contributory pay of the month", Type.MONEY),
    ("kv_regular_month", "Health and care base of the month", Type.MONEY),
    ("rv_regular_month", "Pension and unemployment base of the month", Type.MONEY),
)

INPUTS: Final = (
    *TAX_FACTS,
    *SOCIAL_FACTS,
    *PAY,
    *(_before(name, label) for name, label in TOTALS),
    *(_before(name, label, "never", type) for name, label, type in (*ROOMS, *MONTH)),
)
