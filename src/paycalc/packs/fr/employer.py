"""The employer's contributions, at full rates; reductions.py takes off what the law gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.fr.brackets import banded, on_all_pay
from paycalc.packs.fr.columns import OTHER_ZONE, ZONES
from paycalc.packs.fr.retirement import for_cadres, where_pay_passes
from paycalc.rounding import half_away, share

if TYPE_CHECKING:
    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["contribute"]

MILLION: Final = 1_000_000


def contribute(r: Run) -> None:
    """Sets the employer's lines; needs gross_pay and ceiling."""
    r.part("Employer's contributions", "CSS art. L241-1 to L242-7; Urssaf, taux de cotisations")
    r["maladie_employer"] = on_all_pay(r, "fr.maladie", "Health")
    r["famille_employer"] = on_all_pay(r, "fr.famille", "Family")
    r["vieillesse_plafonnee_employer"] = banded(r, "fr.vieillesse.plafonnee.employer", "Basic pension")
    r["vieillesse_deplafonnee_employer"] = on_all_pay(r, "fr.vieillesse.deplafonnee.employer", "Pension on all pay")
    r["csa_employer"] = on_all_pay(r, "fr.csa", "Solidarity and autonomy")
    r.note("AT", "Notified accident rate", r["accident_rate"], unit="rate")
    r["accident_employer"] = share(r["gross_pay"], r["accident_rate"], MILLION, half_away)
    r["chomage_employer"] = banded(r, "fr.chomage", "Unemployment")
    r["ags_employer"] = banded(r, "fr.ags", "AGS")
    r["agirc_arrco_employer"] = banded(r, "fr.agirc_arrco.employer", "Agirc-Arrco")
    r["ceg_employer"] = banded(r, "fr.ceg.employer", "CEG")
    r["cet_employer"] = where_pay_passes(r, banded(r, "fr.cet.employer", "CET, where pay passes the ceiling"))
    r["apec_employer"] = for_cadres(r, banded(r, "fr.apec.employer", "APEC, cadres"))
    r["syndicats_employer"] = on_all_pay(r, "fr.dialogue_social", "Social dialogue")
    r["apprentissage_employer"] = on_all_pay(r, "fr.apprentissage", "Apprenticeship tax")
    _by_headcount(r)


def _by_headcount(r: Run) -> None:
    """FNAL, training and the transport payment change with the number of employees."""
    size, law = r["employer_size"], r.law
    small = banded(r, "fr.fnal.small", "FNAL of the small")
    r["fnal_employer"] = np.where(size < law.whole("fr.size.fnal"), small, on_all_pay(r, "fr.fnal.large", "FNAL"))
    few = on_all_pay(r, "fr.formation.small", "Training of the small")
    many = on_all_pay(r, "fr.formation.large", "Training")
    r["formation_employer"] = np.where(size < law.whole("fr.size.formation"), few, many)
    zones: Array = law.once("fr.transport", lambda: _zones(law))
    rate = np.where(r["transport_zone"] == OTHER_ZONE, r["transport_rate"], zones[r["transport_zone"]])
    rate = np.where(size >= law.whole("fr.size.transport"), rate, 0)
    r.note("VM", "Rate of the zone", rate, unit="rate")
    r["transport_employer"] = share(r["gross_pay"], rate, MILLION, half_away)


def _zones(law: Law) -> Array:
    held = [zone for zone in ZONES if zone not in ("none", "other")]
    rates = {zone: int(law.rate(f"fr.transport.{zone}") * MILLION) for zone in held}
    return np.array([rates.get(zone, 0) for zone in ZONES], np.int64)
