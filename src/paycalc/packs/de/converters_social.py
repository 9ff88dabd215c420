"""Contributions of gettsim as golden rows. The source does not round; the law does, so the rows are rounded as it says.

From the source's unrounded share the contribution base is taken back (share / rate, to the cent, as the law has it)
and the Beitragsverfahrensverordnung is applied to it, line by line. The result must lie within the cents that the order
of roundings can make (`ALLOWED`) of the source's own figure in cents; where it does not, the source's is expected.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from paycalc import money
from paycalc.calendars import Dates
from paycalc.golden import Converted, Row
from paycalc.parameters import Law

__all__ = ["social_row"]

Lines = dict[str, Decimal]
CENT: Final = Decimal("0.01")
ALLOWED: Final = {"regular": Decimal("0.01"), "midijob": Decimal("0.02")}
_ADULT: Final = 23
_DISCOUNTS: Final = 4
_BRANCHES: Final = {"kv": "kranken", "pv": "pflege", "rv": "rente", "av": "arbeitslosen"}


def social_row(row: Row, out: Converted) -> None:
    """A month of one person; the employment follows from the pay, as the source has it."""
    law = _law(int(row["tax_year"]))
    gross = Decimal(row["gross_month"])
    kvz = law.rate("sv.kvz_average") if row["kv_zusatzbeitrag"] == "avg" else Fraction(row["kv_zusatzbeitrag"]) / 100
    kind = _kind(law, gross)
    childless = row["has_children"] == "0" and int(row["age"]) >= _ADULT
    discounts = min(max(int(row["children_under_25"]) - 1, 0), _DISCOUNTS)
    saxony = row.get("bundesland_saxony", "0") == "1"
    golden = {
        "day": f"{row['tax_year']}-12-31", "pay_frequency": "monthly", "land": "SN" if saxony else "NW", "stkl": "1",
        "kvz": f"{_exact(kvz * 100)}%", "regular_pay": f"{gross.quantize(CENT)}", "pvz": "yes" if childless else "no",
        "pva": "0" if childless else str(discounts), "employment": {"regular": "standard"}.get(kind, kind),
    }  # fmt: skip
    if kind == "minijob":
        groups = {"kv_group": "6", "rv_group": "5", "av_group": "0", "pv_group": "0"}
        golden |= groups | {f"expect.minijob_{one}": row[f"exp_cent_{_BRANCHES[one]}_ag"] for one in ("kv", "rv")}
        golden |= {f"expect.{one}_employee": row[f"exp_cent_{name}_an"] for one, name in _BRANCHES.items()}
    else:
        care = (Fraction("0.006") if childless else -discounts * Fraction("0.0025"), "_saxony" if saxony else "")
        lines = _shares(law, row, kind, (kvz, *care))
        golden |= {f"expect.{name}": str(amount) for name, amount in lines.items()}
    out.rows.append(golden)


def _kind(law: Law, gross: Decimal) -> str:
    if gross <= _euros(law.money("sv.minijob_limit")):
        return "minijob"
    return "midijob" if gross <= _euros(law.money("sv.midijob_limit")) else "regular"


@cache
def _law(year: int) -> Law:
    return Law("paycalc.packs.de", Dates.on(date(year, 12, 31)), "EUR")


def _euros(cents: int) -> Decimal:
    return Decimal(money.format(cents, "EUR"))


def _exact(rate: Fraction) -> Decimal:
    """A fraction with few decimals, exactly."""
    return Decimal(rate.numerator) / Decimal(rate.denominator)


def _shares(law: Law, row: Row, kind: str, what: tuple[Fraction, Fraction, str]) -> Lines:
    """Every line of a standard employment or Midijob; `what` is the additional rate, the care extra, the place."""
    kvz, extra, place = what
    kv, rv, av = law.rate("sv.kv.general"), law.rate("sv.rv"), law.rate("sv.av")
    base, own = _bases(row, "kranken", kv + kvz)
    lines = _halves("kv", base, own, kv) | _halves("kvz", base, own, kvz)
    lines |= _care(law, (base, own, kind), extra, place)
    lines |= _halves("rv", *_bases(row, "rente", rv), rv) | _halves("av", *_bases(row, "arbeitslosen", av), av)
    for name, branch in _BRANCHES.items():
        for who, short in (("employee", "an"), ("employer", "ag")):
            also = lines[f"kvz_{who}"] if name == "kv" else Decimal(0)
            _within(lines, f"{name}_{who}", Decimal(row[f"exp_cent_{branch}_{short}"]) - also, ALLOWED[kind])
    return lines


def _bases(row: Row, branch: str, rate: Fraction) -> tuple[Decimal, Decimal]:
    """(base of all, base of the employee's half) that the source's unrounded shares come from, to the cent."""
    own, employer = (Decimal(row[f"exp_unrounded_{branch}_{who}"]) for who in ("an", "ag"))
    whole = _exact(rate)
    return _cents((own + employer) / whole), _cents(own / (whole / 2))


def _halves(name: str, base: Decimal, own: Decimal, rate: Fraction) -> Lines:
    half = _exact(rate) / 2
    employee = _cents(half * own)
    return {f"{name}_employee": employee, f"{name}_employer": 2 * _cents(half * base) - employee}


def _care(law: Law, bases: tuple[Decimal, Decimal, str], extra: Fraction, place: str) -> Lines:
    base, own, kind = bases
    ee, er = (_exact(law.rate(f"sv.pv.{who}{place}")) for who in ("employee", "employer"))
    half, more = _cents(ee * own), _exact(extra)
    apart = kind == "midijob" and more > 0
    employee = half + _cents(more * base) if apart else _cents((ee + more) * own)
    return {"pv_employee": employee, "pv_employer": _cents(ee * base) + _cents(er * base) - half}


def _within(lines: Lines, name: str, told: Decimal, allowed: Decimal) -> None:
    if abs(lines[name] - told) > allowed:
        lines[name] = told


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
