"""The same French payslip, one person at a time with Fraction and Decimal; tests and the bench compare."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50
F = Fraction
T1T2 = {  # line: (bounds in ceilings, rates)
    "vieillesse_plafonnee": ((0, 1), ("0.069",)), "agirc_arrco": ((0, 1, 8), ("0.0315", "0.0864")),
    "ceg": ((0, 1, 8), ("0.0086", "0.0108")), "vieillesse_plafonnee_employer": ((0, 1), ("0.0855",)),
    "agirc_arrco_employer": ((0, 1, 8), ("0.0472", "0.1295")), "ceg_employer": ((0, 1, 8), ("0.0129", "0.0162")),
    "ags_employer": ((0, 4), ("0.0025",)),
}  # fmt: skip
FLAT = {"vieillesse_deplafonnee": "0.004", "maladie_employer": "0.13", "famille_employer": "0.0525", "csa_employer": "0.003",
        "syndicats_employer": "0.00016", "apprentissage_employer": "0.0068"}  # fmt: skip
ZONES = ("0", "", "0.008", "0.0201", "0.032", "0.0185", "0.02", "0.032", "0.032", "0.02", "0.0201", "0.032")


def near(amount: Fraction) -> int:
    """Nearest whole number, an exact half up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def banded(pay: int, ceiling: int, bounds: tuple[int, ...], rates: tuple[str, ...]) -> int:
    """Each bracket rounded by itself."""
    return sum(
        near(max(min(pay, end * ceiling) - start * ceiling, 0) * F(rate))
        for start, end, rate in zip(bounds, bounds[1:], rates, strict=False)
    )


def coefficient(one: dict[str, int], day: date, pay: int, months: int) -> int:
    """Of the general reduction, in ten-thousandths."""
    small = one["employer_size"] < 50
    hour = F(1188) if day.year == 2025 else F(1202)
    smic = hour * 1820 * months / 12 / 10**6
    if pay <= 0:
        return 0
    if day.year == 2025:
        late = day >= date(2025, 5, 1)
        top = (3193 if late else 3194) if small else (3233 if late else 3234)
        return min(max(near(top * F(10, 6) * (F(16, 10) * smic / pay - 1)), 0), top)
    ratio = min((3 * smic / pay - 1) / 2, F(1))
    if ratio <= 0:
        return 0
    power = (Decimal(ratio.numerator) / Decimal(ratio.denominator)) ** Decimal("1.75")
    return 200 + int((power * (3781 if small else 3821)).quantize(Decimal(1), ROUND_HALF_UP))


def reductions(one: dict[str, int], day: date, gross: int) -> dict[str, int]:
    """Negative lines of the employer."""
    alone = one.get("reduction_basis", 0) == 1
    get = lambda name: 0 if alone else one.get(name, 0)  # noqa: E731
    pay, months = gross + get("gross_pay_before"), one.get("working_time", 10**6) + get("reduction_months_before")
    found = {"general": near(F(max(pay, 0) * coefficient(one, day, pay, months), 10_000)), "health": 0, "family": 0}
    if day.year == 2025:
        smic = F(1188 * 1820 * months, 12 * 10**6)
        found["health"] = near(max(pay, 0) * F(6, 100)) if pay <= smic * F("2.25") else 0
        found["family"] = near(max(pay, 0) * F(18, 1000)) if pay <= smic * F("3.3") else 0
        names = found
    else:
        names = {"general": found["general"]}
    return {f"reduction_{name}": -due - get(f"reduction_{name}_before") for name, due in names.items()}


def payslip(one: dict[str, int], day: date) -> dict[str, int]:
    """Every line, in cents."""
    get = lambda name: one.get(name, 0)  # noqa: E731
    gross = get("regular_pay") + get("overtime_pay") + get("bonus_pay") + get("benefits_in_kind")
    ceiling = near(F((392500 if day.year == 2025 else 400500) * one.get("working_time", 10**6), 10**6))
    due = {name: banded(gross, ceiling, *rows) for name, rows in T1T2.items()}
    due |= {name: near(gross * F(rate)) for name, rate in FLAT.items()}
    due["vieillesse_deplafonnee_employer"] = near(gross * F("0.0202" if day.year == 2025 else "0.0211"))
    due["chomage_employer"] = banded(
        gross, ceiling, (0, 1, 4), ("0.0405",) * 2 if day < date(2025, 5, 1) else ("0.04",) * 2
    )
    passes, cadre = gross > ceiling, one["category"] == 1
    due["cet"] = banded(gross, ceiling, (0, 8), ("0.0014",)) if passes else 0
    due["cet_employer"] = banded(gross, ceiling, (0, 8), ("0.0021",)) if passes else 0
    due["apec"] = banded(gross, ceiling, (0, 1, 4), ("0.00024",) * 2) if cadre else 0
    due["apec_employer"] = banded(gross, ceiling, (0, 1, 4), ("0.00036",) * 2) if cadre else 0
    size = one["employer_size"]
    due["fnal_employer"] = near(gross * F("0.005")) if size >= 50 else near(min(gross, ceiling) * F("0.001"))
    due["formation_employer"] = near(gross * F("0.01" if size >= 11 else "0.0055"))
    due["accident_employer"] = near(F(gross * one["accident_rate"], 10**6))
    zone = F(get("transport_rate"), 10**6) if get("transport_zone") == 1 else F(ZONES[get("transport_zone")] or 0)
    due["transport_employer"] = near(gross * zone) if size >= 11 else 0
    base = gross - F("0.0175") * min(gross, 4 * ceiling)
    due |= {
        "csg_deductible": near(base * F("0.068")),
        "csg_imposable": near(base * F("0.024")),
        "crds": near(base * F("0.005")),
    }
    own = ("vieillesse_plafonnee", "vieillesse_deplafonnee", "agirc_arrco", "ceg", "cet", "apec", "csg_deductible")
    taxable = gross - sum(due[name] for name in own)
    due["income_tax"] = near(F(max(taxable, 0) * one["pas_rate"], 10**6))
    after = taxable - due["csg_imposable"] - due["crds"] - due["income_tax"] - get("benefits_in_kind")
    return due | reductions(one, day, gross) | {"net_pay": after + get("expenses") - get("post_tax_deduction")}
