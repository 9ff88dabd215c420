"""The employee's pension contributions: basic scheme, Agirc-Arrco with CEG and CET, APEC."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paycalc.columns import Array
from paycalc.packs.fr.brackets import banded, on_all_pay
from paycalc.packs.fr.columns import CATEGORIES

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["contribute", "for_cadres", "where_pay_passes"]


def contribute(r: Run) -> None:
    """Sets the employee's lines; needs gross_pay and ceiling."""
    r.part("Employee's pension contributions", "CSS art. D242-4; ANI Agirc-Arrco du 17 novembre 2017")
    r["vieillesse_plafonnee"] = banded(r, "fr.vieillesse.plafonnee.employee", "Basic pension")
    r["vieillesse_deplafonnee"] = on_all_pay(r, "fr.vieillesse.deplafonnee.employee", "Basic pension on all pay")
    r["agirc_arrco"] = banded(r, "fr.agirc_arrco.employee", "Agirc-Arrco")
    r["ceg"] = banded(r, "fr.ceg.employee", "CEG")
    r["cet"] = where_pay_passes(r, banded(r, "fr.cet.employee", "CET, where pay passes the ceiling"))
    r["apec"] = for_cadres(r, banded(r, "fr.apec.employee", "APEC, cadres"))


def where_pay_passes(r: Run, due: Array) -> Array:
    """CET is due from the first euro, but only of those whose pay passes the ceiling."""
    return np.where(r["gross_pay"] > r["ceiling"], due, 0)


def for_cadres(r: Run, due: Array) -> Array:
    """APEC is due of cadres."""
    return np.where((r["category"] == CATEGORIES.index("cadre")), due, 0)
