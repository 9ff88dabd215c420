"""Rows of openfisca-france as golden rows. The model works in 32-bit floats and rounds some lines, but not all.

A source row becomes up to three: one that is compared exactly; one with what the source cannot say to the cent (a line
whose exact amount lies on half a cent, AGS, which was made by scaling a rounded amount, and the net, a sum of unrounded
lines); one with the general reduction, for which the source uses 151.67 hours a month instead of 1,820 a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from paycalc.calendars import Dates
from paycalc.golden import Converted, Converter, Row
from paycalc.packs.fr.brackets import brackets
from paycalc.parameters import Law

__all__ = ["CONVERTERS"]

_ZONES: Final = {"69381": "lyon"}
# line -> (column of the source, figure of its brackets or rate)
_BANDED: Final = {
    "vieillesse_plafonnee": ("vieillesse_plafonnee_salarie", "vieillesse.plafonnee.employee"),
    "agirc_arrco": ("agirc_arrco_salarie", "agirc_arrco.employee"),
    "ceg": ("contribution_equilibre_general_salarie", "ceg.employee"),
    "cet": ("contribution_equilibre_technique_salarie", "cet.employee"),
    "vieillesse_plafonnee_employer": ("vieillesse_plafonnee_employeur", "vieillesse.plafonnee.employer"),
    "agirc_arrco_employer": ("agirc_arrco_employeur", "agirc_arrco.employer"),
    "ceg_employer": ("contribution_equilibre_general_employeur", "ceg.employer"),
    "cet_employer": ("contribution_equilibre_technique_employeur", "cet.employer"),
    "chomage_employer": ("chomage_employeur", "chomage"),
}
_FLAT: Final = {
    "vieillesse_deplafonnee": ("vieillesse_deplafonnee_salarie", "vieillesse.deplafonnee.employee"),
    "vieillesse_deplafonnee_employer": ("vieillesse_deplafonnee_employeur", "vieillesse.deplafonnee.employer"),
    "maladie_employer": ("mmid_employeur", "maladie"),
    "famille_employer": ("famille", "famille"),
    "csa_employer": ("contribution_solidarite_autonomie", "csa"),
    "syndicats_employer": ("financement_organisations_syndicales", "dialogue_social"),
    "apprentissage_employer": ("taxe_apprentissage", "apprentissage"),
}
_TAXABLE: Final = ("vieillesse_plafonnee", "vieillesse_deplafonnee", "agirc_arrco", "ceg", "cet", "csg_deductible")
"""What net taxable pay leaves out; each is rounded in the source but CSG."""
_CSG: Final = {
    "csg_deductible": ("csg_deductible_salaire", "csg.rates.deductible"),
    "csg_imposable": ("csg_imposable_salaire", "csg.rates.imposable"),
    "crds": ("crds_salaire", "csg.rates.crds"),
}
_REDUCED: Final = {
    "health": "exp_allegement_cotisation_maladie",
    "family": "exp_allegement_cotisation_allocations_familiales",
}
_HALF: Final = Fraction(1, 2)
_FLOAT: Final = Fraction(4, 1_000_000)  # how far a chain of 32-bit floats strays, of the amount
_PRINTED: Final = Fraction(5, 1000)  # cents: half of the fourth decimal that the source prints


def _cents(text: str) -> str:
    """Half up to the cent, without the sign: the source prints deductions as negative."""
    cents = abs(Fraction(text)) * 100 + _HALF
    whole = cents.numerator // cents.denominator
    return f"{whole // 100}.{whole % 100:02d}"


def _negative(text: str) -> str:
    return f"-{_cents(text)}".replace("-0.00", "0.00")


def _tie(*parts: Fraction) -> bool:
    """Whether an exact amount (EUR) lies so near half a cent that a 32-bit float may round it the other way."""
    return any(abs(part * 100 % 1 - _HALF) <= part * 100 * _FLOAT + _PRINTED for part in parts)


def _bracketed(law: Law, name: str, pay: Fraction, ceiling: Fraction) -> list[Fraction]:
    """The exact parts of a contribution by brackets."""
    tops = [
        (pay if not end else min(pay, end * ceiling), start, rate) for start, end, rate in brackets(law, f"fr.{name}")
    ]
    return [max(top - start * ceiling, Fraction(0)) * rate for top, start, rate in tops]


def _amounts(row: Row, law: Law) -> dict[str, tuple[str, list[Fraction]]]:
    """Of each line: the source's text and the exact parts that were rounded."""
    pay, ceiling = Fraction(row["salaire_de_base"]), Fraction(law.money("fr.ceiling"), 100)
    size = int(row["effectif_entreprise"])
    found = {
        line: (row[f"exp_{name}"], _bracketed(law, figure, pay, ceiling)) for line, (name, figure) in _BANDED.items()
    }
    found |= {line: (row[f"exp_{name}"], [pay * law.rate(f"fr.{figure}")]) for line, (name, figure) in _FLAT.items()}
    base = pay - sum(_bracketed(law, "csg.allowance", pay, ceiling))
    found |= {line: (row[f"exp_{name}"], [base * law.rate(f"fr.{figure}")]) for line, (name, figure) in _CSG.items()}
    fnal = [pay * law.rate("fr.fnal.large")] if size >= 50 else _bracketed(law, "fnal.small", pay, ceiling)
    found["fnal_employer"] = (row["exp_fnal"], fnal)
    found["accident_employer"] = (row["exp_accident_du_travail"], [pay * Fraction("0.007")])
    both, alone = row["exp_contribution_unique_formation_professionnelle_alternance"], row["exp_taxe_apprentissage"]
    training = pay * law.rate("fr.formation.small" if size < 11 else "fr.formation.large")
    found["formation_employer"] = (str(Fraction(both) - Fraction(alone)), [training])
    zone = _ZONES.get(row["depcom_entreprise"])
    if zone or size < 11:
        due = pay * law.rate(f"fr.transport.{zone}") if zone and size >= 11 else Fraction(0)
        found["transport_employer"] = (row["exp_versement_transport"], [due])
    return found


def openfisca(rows: Sequence[Row], out: Converted) -> None:
    """A row: month, basic pay, category, headcount, commune, and each contribution."""
    for row in rows:
        if row["categorie"] not in ("prive_non_cadre", "prive_cadre"):
            out.drop(row, "not of the private sector")
        elif row["period"][:4] not in ("2025", "2026"):
            out.drop(row, "another year than 2025 and 2026")
        else:
            _convert(row, out)


def _convert(row: Row, out: Converted) -> None:
    day = date.fromisoformat(f"{row['period']}-15")
    law = Law("paycalc.packs.fr", Dates.on(day), "EUR")
    facts = {
        "day": day.isoformat(),
        "category": row["categorie"].removeprefix("prive_"),
        "employer_size": row["effectif_entreprise"],
        "accident_rate": "0.7%",
        "pas_rate": "0%",
        "transport_zone": _ZONES.get(row["depcom_entreprise"], "none"),
        "regular_pay": row["salaire_de_base"],
    }
    exact, near, net = dict(facts), facts | {"tolerance": "1"}, facts | {"tolerance": "2"}
    amounts = _amounts(row, law)
    for line, (text, parts) in amounts.items():
        (near if _tie(*parts) else exact)[f"expect.{line}"] = _cents(text)
    near["expect.ags_employer"] = _cents(row["exp_ags"])
    sure = not any(_tie(*amounts[line][1]) for line in _TAXABLE)
    (exact if sure else net)["expect.net_taxable"] = _cents(row["exp_salaire_imposable"])
    net["expect.net_before_tax"] = _cents(row["exp_salaire_net_a_payer"])
    reduced = {
        "reduction_health": "exp_allegement_cotisation_maladie",
        "reduction_family": "exp_allegement_cotisation_allocations_familiales",
    }
    for line, name in reduced.items():
        if row[name]:
            kind = line.removeprefix("reduction_")
            rate = law.rate(f"fr.reduction.{kind}.rate") if law.has(f"fr.reduction.{kind}") else Fraction(0)
            tie = Fraction(row[name]) > 0 and _tie(Fraction(row["salaire_de_base"]) * rate)
            (near if tie else exact)[f"expect.reduction_{kind}"] = _negative(row[name])
    out.rows += [exact, near, net]
    if row["exp_allegement_general"]:
        # 0.01 % of gross pay: one step of the coefficient.
        allowed = Fraction(row["salaire_de_base"]) * 100 * Fraction(1, 10_000)
        text = f"-{_cents(row['exp_allegement_general'])}".replace("-0.00", "0.00")
        out.rows.append(
            facts | {"expect.reduction_general": text, "tolerance": str(-(-allowed.numerator // allowed.denominator))}
        )


CONVERTERS: Final = (Converter("fr.openfisca", "vectors_fr", openfisca),)
