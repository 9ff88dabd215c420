"""Prélèvement à la source at the rate that the DGFiP gave for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.rounding import half_up, share

if TYPE_CHECKING:
    from paycalc.run import Run

__all__ = ["check", "withhold"]

MILLION: Final = 1_000_000


def check(r: Run) -> None:
    """The default rates are not held."""
    if r.given("pas_default"):
        r.problem(
            r["pas_default"] == 1,
            "pas_default",
            "figure_missing",
            "The default rates of PAS are not held: DGFiP, Grille de taux par défaut (CGI art. 204 H).",
        )


def withhold(r: Run) -> None:
    """Sets income_tax; needs net_taxable."""
    r.part("Prélèvement à la source", "Code général des impôts, art. 204 A to 204 N")
    r.note("1", "Rate of the DGFiP", r["pas_rate"], unit="rate")
    due = share(np.maximum(r["net_taxable"], 0), r["pas_rate"], MILLION, half_up)
    r.note("2", "Withheld", due, formula="net taxable x rate", rounding="half up to the cent")
    r["income_tax"] = due
