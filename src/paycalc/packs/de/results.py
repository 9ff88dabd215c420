"""The result columns of a German payslip: its lines by section, its bases, what the PAP gives, the running totals."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Column, Kind, Section, Type
from paycalc.packs.de.columns import MONTH, ROOMS, TOTALS

__all__ = ["RESULTS"]

TAX_OFFICE: Final = "finanzamt"
FUND: Final = "krankenkasse"
MINIJOB: Final = "minijob-zentrale"
PENSION: Final = "pension"


def _line(name: str, section: Section, label: str, help: str, payee: str | None = None) -> Column:
    return Column(name, Kind.RESULT, Type.MONEY, label, help, section=section, payee=payee)


def _info(name: str, label: str, help: str, type: Type = Type.MONEY) -> Column:
    return Column(name, Kind.RESULT, type, label, help, section=Section.INFO)


EARNINGS: Final = (
    _line("earned_regular", Section.EARNING, "Regular pay", "Laufendes Arbeitsentgelt."),
    _line("earned_overtime", Section.EARNING, "Overtime", "Pay for overtime."),
    _line("earned_allowance", Section.EARNING, "Taxable allowance", "Taxed and subject to contributions."),
    _line("earned_tax_only", Section.EARNING, "Pay without contributions", "Taxed only."),
    _line("earned_pension", Section.EARNING, "Pension", "Versorgungsbezüge."),
    _line("earned_one_off", Section.EARNING, "One-off pay", "Einmalzahlung."),
    _line("earned_one_off_tax_only", Section.EARNING, "One-off pay without contributions", "Taxed only."),
    _line("earned_severance", Section.EARNING, "Severance", "Entschädigung."),
    _line("earned_pension_one_off", Section.EARNING, "One-off pension", "Of Versorgungsbezüge."),
    _line("earned_tax_free", Section.EARNING, "Tax-free pay", "Neither taxed nor subject to contributions."),
    _line("paid_expenses", Section.EARNING, "Expenses", "Reimbursed without tax."),
    _line("private_health_subsidy", Section.EARNING, "Subsidy to private health insurance", "Free of tax."),
    _line("private_care_subsidy", Section.EARNING, "Subsidy to private care insurance", "Free of tax."),
)

DEDUCTIONS: Final = (
    _line("deferred", Section.PRETAX, "Deferred pay", "Free of tax and contributions.", PENSION),
    _line("deferred_tax_free", Section.PRETAX, "Deferred pay, contributory", "Free of tax only.", PENSION),
    _line("lohnsteuer", Section.TAX, "Wage tax (Lohnsteuer)", "On the wage of the period (LSTLZZ).", TAX_OFFICE),
    _line(
        "lohnsteuer_one_off",
        Section.TAX,
        "Wage tax on one-off pay (Lohnsteuer)",
        "On sonstige Bezüge (STS).",
        TAX_OFFICE,
    ),
    _line("soli", Section.TAX, "Solidarity surcharge (Solidaritätszuschlag)", "SOLZLZZ.", TAX_OFFICE),
    _line(
        "soli_one_off", Section.TAX, "Solidarity surcharge on one-off pay (Solidaritätszuschlag)", "SOLZS.", TAX_OFFICE
    ),
    _line("church_tax", Section.TAX, "Church tax (Kirchensteuer)", "On BK.", TAX_OFFICE),
    _line("church_tax_one_off", Section.TAX, "Church tax on one-off pay (Kirchensteuer)", "On BKS.", TAX_OFFICE),
    _line(
        "kv_employee",
        Section.TAX,
        "Health insurance (Krankenversicherung)",
        "Employee's share, general or reduced rate.",
        FUND,
    ),
    _line(
        "kvz_employee",
        Section.TAX,
        "Health insurance, additional (Zusatzbeitrag)",
        "Employee's share of the Zusatzbeitrag.",
        FUND,
    ),
    _line("pv_employee", Section.TAX, "Care insurance (Pflegeversicherung)", "Employee's share.", FUND),
    _line("rv_employee", Section.TAX, "Pension insurance (Rentenversicherung)", "Employee's share.", FUND),
    _line("av_employee", Section.TAX, "Unemployment insurance (Arbeitslosenversicherung)", "Employee's share.", FUND),
    _line("minijob_rv_employee", Section.TAX, "Pension insurance (Minijob)", "Employee's part.", MINIJOB),
    _line("attached", Section.ORDER, "Attachment of wages (Pfändung)", "As given.", "creditor"),
    _line("deducted", Section.POSTTAX, "Deduction from net pay", "As given.", "client"),
)

EMPLOYER: Final = (
    _line("kv_employer", Section.EMPLOYER, "Health insurance (KV), employer", "General or reduced rate.", FUND),
    _line("kvz_employer", Section.EMPLOYER, "Additional rate (KV), employer", "Zusatzbeitrag.", FUND),
    _line("pv_employer", Section.EMPLOYER, "Care insurance (PV), employer", "Employer's share.", FUND),
    _line("rv_employer", Section.EMPLOYER, "Pension insurance (RV), employer", "Employer's share.", FUND),
    _line("av_employer", Section.EMPLOYER, "Unemployment ins. (AV), employer", "Employer's share.", FUND),
    _line("u1", Section.EMPLOYER, "Levy U1 (Krankheit)", "Sick pay.", FUND),
    _line("u2", Section.EMPLOYER, "Levy U2 (Mutterschaft)", "Maternity.", FUND),
    _line("u3", Section.EMPLOYER, "Levy U3 (Insolvenzgeld)", "Insolvenzgeldumlage.", FUND),
    _line("minijob_kv", Section.EMPLOYER, "Minijob: health insurance", "Lump sum.", MINIJOB),
    _line("minijob_rv", Section.EMPLOYER, "Minijob: pension insurance", "Lump sum or employer's part.", MINIJOB),
    _line("minijob_tax", Section.EMPLOYER, "Minijob: lump-sum tax", "Wage tax, surcharge and church tax.", MINIJOB),
    _line("minijob_u1", Section.EMPLOYER, "Minijob: levy U1", "Sick pay.", MINIJOB),
    _line("minijob_u2", Section.EMPLOYER, "Minijob: levy U2", "Maternity.", MINIJOB),
    _line("minijob_u3", Section.EMPLOYER, "Minijob: insolvency levy", "Insolvenzgeldumlage.", MINIJOB),
    _line("employer_pension_paid", Section.EMPLOYER, "Employer's pension contribution", "As given.", PENSION),
)

BASES: Final = (
    _line("net_pay", Section.NET, "Net pay", "What is paid to the employee."),
    _line("tax_gross", Section.BASE, "Taxable wage", "RE4: of the period, pensions and benefits in kind counted."),
    _line("one_off_gross", Section.BASE, "Sonstige Bezüge", "SONSTB."),
    _line("sv_gross", Section.BASE, "Pay subject to contributions", "Before the ceilings, without one-off pay."),
    _line("kv_base", Section.BASE, "Health and care base", "Within the ceilings, one-off pay counted."),
    _line("rv_base", Section.BASE, "Pension and unemployment base", "Within the ceilings, one-off pay counted."),
    _line("midijob_base", Section.BASE, "Transition range: income", "Reduced, for all contributions."),
    _line("midijob_employee_base", Section.BASE, "Transition range: employee's income", "For the employee's share."),
    _line("last_year_kv_base", Section.BASE, "Health and care base of the year before", "By the clause of March."),
    _line("last_year_rv_base", Section.BASE, "Pension base of the year before", "By the clause of March."),
    _line("bk", Section.BASE, "Base of church tax", "BK."),
    _line("bks", Section.BASE, "Base of church tax on one-off pay", "BKS."),
)

INFO: Final = (
    _info("vkvlzz", "Private insurance counted (VKVLZZ)", "In the wage's Vorsorgepauschale; until 2025."),
    _info("vkvsonst", "Private insurance counted (VKVSONST)", "For sonstige Bezüge; until 2025."),
    _info("vfrb", "Allowance used (VFRB)", "For the wage, as of a year."),
    _info("vfrbs1", "Allowance used (VFRBS1)", "For the year's wage."),
    _info("vfrbs2", "Allowance used (VFRBS2)", "For sonstige Bezüge."),
    _info("wvfrb", "Income above the basic allowance (WVFRB)", "For the wage, as of a year."),
    _info("wvfrbo", "Income above the basic allowance (WVFRBO)", "For the year's wage."),
    _info("wvfrbm", "Income above the basic allowance (WVFRBM)", "With the sonstige Bezüge."),
    _info(
        "above_minijob_limit", "Above the Minijob limit", "A Minijob whose pay exceeds the limit this time.", Type.BOOL
    ),
)

ACCUMULATED: Final = (
    *(
        Column(
            f"{name}_ytd",
            Kind.RESULT,
            Type.MONEY,
            label,
            "Since 1 January at this employer.",
            section=Section.ACCUMULATOR,
            feeds=f"{name}_before",
        )
        for name, label in TOTALS
    ),
    *(
        Column(name, Kind.RESULT, type, label, help, section=Section.ACCUMULATOR, feeds=f"{name}_before")
        for some, help in ((ROOMS, "For one-off pay, SGB IV s. 23a."), (MONTH, "For a second payment in the month."))
        for name, label, type in some
    ),
)

RESULTS: Final = (*EARNINGS, *DEDUCTIONS, *EMPLOYER, *BASES, *INFO, *ACCUMULATED)
