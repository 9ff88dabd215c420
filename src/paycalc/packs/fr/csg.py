"""CSG and CRDS on pay less the allowance for professional expenses, and the net taxable pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paycalc.packs.fr.brackets import brackets, within
from paycalc.rounding import half_away
from paycalc.trace import percent

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["contribute"]


def contribute(r: Run) -> None:
    """Sets csg_base, csg_deductible, csg_imposable, crds and net_taxable; needs the pension contributions."""
    r.part("CSG and CRDS", "CSS art. L136-1 to L136-8; ordonnance n° 96-50")
    allowance = r.zeros()
    for start, end, rate in brackets(r.law, "fr.csg.allowance"):
        allowance = allowance + within(r["gross_pay"], r["ceiling"], start, end) * int(rate * 10_000)
    scaled = r["gross_pay"] * 10_000 - allowance  # 1/10,000 cent: the base itself is not rounded
    r["csg_base"] = half_away(scaled, 10_000)
    for line, name in (("csg_deductible", "deductible"), ("csg_imposable", "imposable"), ("crds", "crds")):
        rate = r.law.rate(f"fr.csg.rates.{name}")
        due = half_away(scaled * int(rate * 1000), 10_000 * 1000)
        r.note("x", f"At {percent(rate)}", due, rounding="half up to the cent; the base is not rounded")
        r[line] = due
    r.part("Net taxable pay", "Code général des impôts, art. 83")
    retirement = r["vieillesse_plafonnee"] + r["vieillesse_deplafonnee"] + r["agirc_arrco"] + r["ceg"] + r["cet"]
    r["net_taxable"] = r["gross_pay"] - retirement - r["apec"] - r["csg_deductible"]
