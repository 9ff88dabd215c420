"""Contributions of gettsim as golden rows. The source does not round; the law does, so the rows are rounded as it says.

From the source's unrounded share the contribution base is taken back (share / rate, to the cent, as the law has it)
and the Beitragsverfahrensverordnung is applied to it, line by line. The result must lie within the cents that the order
of roundings can make (`ALLOWED`) of the source's own figure in cents; where it does not, the source's is expected.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from math import floor
from typing import Final

from paycalc import money
from paycalc.calendars import Dates
from paycalc.columns import Column, Kind, Type, decode
from paycalc.golden import Converted, Row
from paycalc.parameters import Law

__all__ = ["social_row"]

Lines = dict[str, int]
ALLOWED: Final = {"regular": 1, "midijob": 2}  # cents
_ADULT: Final = 23
_DISCOUNTS: Final = 4
_HALF: Final = Fraction(1, 2)
_RATE: Final = Column("kvz", Kind.FACT, Type.RATE, "", "")
_BRANCHES: Final = {"kv": "kranken", "pv": "pflege", "rv": "rente", "av": "arbeitslosen"}


def social_row(row: Row, out: Converted) -> None:
    """A month of one person; the employment follows from the pay, as the source has it."""
    law = _law(int(row["tax_year"]))
    gross = _cents(Fraction(row["gross_month"]))
    usual = row["kv_zusatzbeitrag"] == "avg"
    kvz = law.rate("sv.kvz_average") if usual else Fraction(row["kv_zusatzbeitrag"]) * Fraction(1, 100)
    kind = _kind(law, gross)
    childless = row["has_children"] == "0" and int(row["age"]) >= _ADULT
    discounts = 0 if childless else min(max(int(row["children_under_25"]) - 1, 0), _DISCOUNTS)
    saxony = row.get("bundesland_saxony", "0") == "1"
    golden = {
        "day": f"{row['tax_year']}-12-31",
        "pay_frequency": "monthly",
        "land": "SN" if saxony else "NW",
        "stkl": "1",
        "kvz": decode(_RATE, int(kvz * 1_000_000)),
        "regular_pay": _text(gross),
        "pvz": "yes" if childless else "no",
        "pva": str(discounts),
        "employment": {"regular": "standard"}.get(kind, kind),
    }
    if kind == "minijob":
        golden |= {"kv_group": "6", "rv_group": "5", "av_group": "0", "pv_group": "0"}
        golden |= {f"expect.minijob_{one}": row[f"exp_cent_{_BRANCHES[one]}_ag"] for one in ("kv", "rv")}
        golden |= {f"expect.{one}_employee": row[f"exp_cent_{name}_an"] for one, name in _BRANCHES.items()}
    else:
        extra = law.rate("sv.pv.childless") if childless else -discounts * law.rate("sv.pv.child")
        lines = _lines(law, row, kind, (kvz, extra, "_saxony" if saxony else ""))
        golden |= {f"expect.{name}": _text(amount) for name, amount in lines.items()}
    out.rows.append(golden)


def _kind(law: Law, gross: int) -> str:
    if gross <= law.money("sv.minijob_limit"):
        return "minijob"
    return "midijob" if gross <= law.money("sv.midijob_limit") else "regular"


@cache
def _law(year: int) -> Law:
    return Law("paycalc.packs.de", Dates.on(date(year, 12, 31)), "EUR")


def _text(cents: int) -> str:
    return money.format(cents, "EUR")


def _cents(euros: Fraction) -> int:
    return floor(euros * 100 + _HALF)


def _lines(law: Law, row: Row, kind: str, what: tuple[Fraction, Fraction, str]) -> Lines:
    """Every line of a standard employment or Midijob; `what` is the additional rate, the care extra, the place."""
    kvz, extra, place = what
    kv, rv, av = law.rate("sv.kv.general"), law.rate("sv.rv"), law.rate("sv.av")
    bases = _bases(row, "kranken", kv + kvz)
    lines = _halves("kv", bases, kv) | _halves("kvz", bases, kvz)
    lines |= _care(law, (*bases, kind == "midijob"), extra, place)
    lines |= _halves("rv", _bases(row, "rente", rv), rv) | _halves("av", _bases(row, "arbeitslosen", av), av)
    for name, branch in _BRANCHES.items():
        for who, short in (("employee", "an"), ("employer", "ag")):
            told = _cents(Fraction(row[f"exp_cent_{branch}_{short}"])) - (lines[f"kvz_{who}"] if name == "kv" else 0)
            if abs(lines[f"{name}_{who}"] - told) > ALLOWED[kind]:
                lines[f"{name}_{who}"] = told
    return lines


def _bases(row: Row, branch: str, rate: Fraction) -> tuple[Fraction, Fraction]:
    """(base of all, base of the employee's half) that the source's unrounded shares come from, euros to the cent."""
    own, employer = (Fraction(row[f"exp_unrounded_{branch}_{who}"]) for who in ("an", "ag"))
    whole, half = Fraction(own + employer, rate), Fraction(2 * own, rate)
    return Fraction(_cents(whole), 100), Fraction(_cents(half), 100)


def _halves(name: str, bases: tuple[Fraction, Fraction], rate: Fraction) -> Lines:
    whole, own = (_cents(rate * _HALF * base) for base in bases)
    return {f"{name}_employee": own, f"{name}_employer": 2 * whole - own}


def _care(law: Law, bases: tuple[Fraction, Fraction, bool], extra: Fraction, place: str) -> Lines:
    """In the transition range the surcharge of the childless is taken of the whole base, and rounded by itself."""
    base, own, reduced = bases
    ee, er = (law.rate(f"sv.pv.{who}{place}") for who in ("employee", "employer"))
    half = _cents(ee * own)
    employee = half + _cents(extra * base) if reduced and extra > 0 else _cents((ee + extra) * own)
    return {"pv_employee": employee, "pv_employer": _cents(ee * base) + _cents(er * base) - half}
