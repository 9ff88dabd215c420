"""The columns of a French payslip; its lines have the names that a French payslip prints."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Column, Kind, Section, Type
from paycalc.declare import base, choice, fact, info, line, pay, running_totals, totals_before

__all__ = ["CATEGORIES", "FREQUENCIES", "INPUTS", "OTHER_ZONE", "REDUCTION_BASES", "RESULTS", "ZONES"]

FREQUENCIES: Final = ("monthly",)
CATEGORIES: Final = ("non_cadre", "cadre")
ZONES: Final = (
    "none",
    "other",
    "bourg_en_bresse",
    "essonne",
    "hauts_de_seine",
    "lyon",
    "marseille",
    "paris",
    "seine_saint_denis",
    "toulouse",
    "val_d_oise",
    "val_de_marne",
)
OTHER_ZONE: Final = ZONES.index("other")
REDUCTION_BASES: Final = ("progressive", "month")

FACTS: Final = (
    choice("category", "Category", "Cadre or not; a cadre pays APEC.", CATEGORIES, None),
    fact("employer_size", Type.INT, "Employer's headcount", "Effectif moyen annuel: thresholds 11 and 50.", None),
    fact("accident_rate", Type.RATE, "Accident rate", "Taux AT/MP that the CARSAT notified for the workplace.", None),
    fact("pas_rate", Type.RATE, "PAS rate", "Of the DGFiP, by the CRM; without one the default table is needed.", None),
    fact("pas_default", Type.BOOL, "No PAS rate", "The DGFiP gave none; the default rates are not held: refused."),
    choice("transport_zone", "Versement mobilité", "Zone of the workplace, or other with its rate.", ZONES),
    fact("transport_rate", Type.RATE, "Versement mobilité rate", "Used where the zone is other."),
    fact("alsace_moselle", Type.BOOL, "Alsace-Moselle", "Local health contribution; not confirmed, so yes is refused."),
    fact(
        "working_time",
        Type.RATE,
        "Share of a full-time month",
        "Paid hours by 151.67, of the contract or of a part month: scales the ceiling and the SMIC.",
        1_000_000,
    ),
    choice(
        "reduction_basis",
        "Reductions of contributions",
        "Progressive: on the year so far, less what was reduced; month: each month by itself.",
        REDUCTION_BASES,
    ),
)

PAY: Final = (
    pay("regular_pay", "Regular pay", "Salaire de base of the month."),
    pay("overtime_pay", "Overtime", "As ordinary pay: its exemptions are not covered."),
    pay("bonus_pay", "Bonus", "Primes."),
    pay("benefits_in_kind", "Benefits in kind", "Avantages en nature: in gross pay, not paid out."),
    pay("expenses", "Expenses", "Reimbursed, not subject to anything."),
    pay("post_tax_deduction", "Deduction from net pay", "Advances, meal vouchers and the like."),
)

TOTALS: Final = (
    ("gross_pay", "Gross pay", "DSN: brut of the year so far."),
    ("net_taxable", "Net taxable", "DSN: net imposable of the year so far."),
    ("income_tax", "PAS", "Withheld in the year so far."),
    ("reduction_general", "General reduction", "Réduction générale of the year so far."),
    ("reduction_health", "Health reduction", "Of the year so far."),
    ("reduction_family", "Family reduction", "Of the year so far."),
)

MONTHS_BEFORE: Final = Column(
    "reduction_months_before",
    Kind.ACCUMULATOR,
    Type.INT,
    "Months for the reductions before",
    "Millionths of full-time months of the year so far, whose SMIC the reductions compare with.",
    resets="tax_year",
)
MONTHS_AFTER: Final = Column(
    "reduction_months_ytd",
    Kind.RESULT,
    Type.INT,
    "Months for the reductions",
    "Millionths of full-time months, this one counted.",
    section=Section.ACCUMULATOR,
    feeds="reduction_months_before",
)
INPUTS: Final = (*FACTS, *PAY, *totals_before(TOTALS), MONTHS_BEFORE)

URSSAF: Final = "fr-urssaf"
AGIRC: Final = "fr-agirc-arrco"
T, E = Section.TAX, Section.EMPLOYER
RESULTS: Final = (
    line(Section.EARNING, "earned_regular", "Salaire de base", "Regular pay."),
    line(Section.EARNING, "earned_overtime", "Heures supplémentaires", "Overtime."),
    line(Section.EARNING, "earned_bonus", "Primes", "Bonus."),
    line(Section.EARNING, "paid_expenses", "Frais professionnels", "Reimbursed."),
    base("gross_pay", "Salaire brut", "Earnings and benefits in kind."),
    base("ceiling", "Plafond", "Of the month, scaled by working time."),
    base("csg_base", "Assiette CSG-CRDS", "98.25 % of pay up to four ceilings, all of it above."),
    base("net_taxable", "Net imposable", "Gross less deductible contributions."),
    line(T, "vieillesse_plafonnee", "Vieillesse plafonnée", "Employee, up to the ceiling.", URSSAF),
    line(T, "vieillesse_deplafonnee", "Vieillesse déplafonnée", "Employee, on all pay.", URSSAF),
    line(T, "agirc_arrco", "Retraite complémentaire", "Employee, Agirc-Arrco T1 and T2.", AGIRC),
    line(T, "ceg", "Contribution d'équilibre général", "Employee, T1 and T2.", AGIRC),
    line(T, "cet", "Contribution d'équilibre technique", "Employee, where pay passes the ceiling.", AGIRC),
    line(T, "apec", "APEC", "Employee, cadres.", AGIRC),
    line(T, "csg_deductible", "CSG déductible", "6.8 % of its base.", URSSAF),
    line(T, "csg_imposable", "CSG non déductible", "2.4 % of its base.", URSSAF),
    line(T, "crds", "CRDS", "0.5 % of its base.", URSSAF),
    line(T, "income_tax", "Prélèvement à la source", "At the rate that the DGFiP gave.", "fr-dgfip"),
    line(E, "maladie_employer", "Maladie", "Full rate; its reduction is a line of its own.", URSSAF),
    line(E, "famille_employer", "Allocations familiales", "Full rate; its reduction is a line of its own.", URSSAF),
    line(E, "vieillesse_plafonnee_employer", "Vieillesse plafonnée employeur", "Up to the ceiling.", URSSAF),
    line(E, "vieillesse_deplafonnee_employer", "Vieillesse déplafonnée employeur", "On all pay.", URSSAF),
    line(E, "csa_employer", "Contribution solidarité autonomie", "On all pay.", URSSAF),
    line(E, "accident_employer", "Accidents du travail", "At the notified rate.", URSSAF),
    line(E, "fnal_employer", "FNAL", "By headcount.", URSSAF),
    line(E, "chomage_employer", "Assurance chômage", "Up to four ceilings.", URSSAF),
    line(E, "ags_employer", "AGS", "Up to four ceilings.", URSSAF),
    line(E, "agirc_arrco_employer", "Retraite complémentaire employeur", "T1 and T2.", AGIRC),
    line(E, "ceg_employer", "CEG employeur", "T1 and T2.", AGIRC),
    line(E, "cet_employer", "CET employeur", "Where pay passes the ceiling.", AGIRC),
    line(E, "apec_employer", "APEC employeur", "Cadres.", AGIRC),
    line(E, "syndicats_employer", "Dialogue social", "On all pay.", URSSAF),
    line(E, "formation_employer", "Formation professionnelle", "By headcount.", URSSAF),
    line(E, "apprentissage_employer", "Taxe d'apprentissage", "On all pay.", URSSAF),
    line(E, "transport_employer", "Versement mobilité", "From 11 people, by zone.", URSSAF),
    line(E, "reduction_health", "Réduction maladie", "2025; lowers the employer's cost, so negative or zero.", URSSAF),
    line(E, "reduction_family", "Réduction allocations familiales", "2025; negative or zero.", URSSAF),
    line(E, "reduction_general", "Réduction générale", "Negative; a regularisation may be positive.", URSSAF),
    line(Section.POSTTAX, "deducted", "Retenues sur net", "As given.", "client"),
    line(Section.NET, "net_pay", "Net à payer", "What is paid to the employee."),
    base("net_before_tax", "Net à payer avant impôt", "Before PAS and deductions, expenses left out."),
    info("reduction_coefficient", Type.INT, "Coefficient", "Of the general reduction, in ten-thousandths."),
    *running_totals(TOTALS),
    MONTHS_AFTER,
)
