"""State vectors: agency examples, state calculators' answers and printed cells; inputs are JSON, one shape per
jurisdiction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from paycalc.golden import Converted, Row
from paycalc.packs.us.converters import state_special as special
from paycalc.packs.us.converters.state_forms import COUNTS, PROGRAMMES, STATUS_OF, STATUS_WORDS
from paycalc.packs.us.converters.vectors import FREQUENCY, Given, Unreadable, amount, cents, inputs_of, per_period

__all__ = ["state"]

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_W4: Final = frozenset({"ND", "UT", "CO"})
"""States whose filing status is that of the federal W-4."""
_WHOLE_DOLLARS: Final = frozenset({"KS", "MN"})
"""States that allow whole dollars: a cell printed without cents is one of them."""
_HALF_DOLLAR: Final = Decimal("0.5")


def state(rows: Sequence[Row], out: Converted) -> None:
    """One golden row for each vector."""
    for row in rows:
        try:
            out.rows.append(_golden(row))
        except Unreadable as reason:
            out.drop(row, f"{row['jurisdiction']}: {reason}")
            continue
        if row["citation"] not in out.sources:
            out.sources.append(row["citation"])


def _golden(row: Row) -> Row:
    parts = row["jurisdiction"].split("-")
    code, place = parts[1], "-".join(parts[2:])
    given = inputs_of(row["inputs"])
    golden = {
        "day": _day(row, given),
        "frequency": FREQUENCY[row["pay_frequency"]],
        "work_state": code,
        "sui_account": "none",
    }
    make = special.MAKERS.get(f"{code}-{place}" if place else code)
    if code == "OH" and "days" in given:
        make = special.ohio_municipal
    if row["filing_status"] == "nra":
        raise Unreadable("nonresident alien (NC-4 NRA): its rule was not obtained")
    try:
        if make is not None:
            golden |= make(given, row)
        elif place in PROGRAMMES:
            golden |= _programme(given, row, PROGRAMMES[place])
        elif code == "IN" and place.isdigit():
            golden |= _state_form(code, given, row) | {"home_locality": place}
            golden["expect.local_income_tax"] = golden.pop("expect.state_income_tax")
        elif place:
            raise Unreadable(f"no meaning is known for {place}")
        else:
            golden |= _state_form(code, given, row)
    except KeyError as missing:
        raise Unreadable(f"no meaning is known for {missing}") from None
    if given:
        raise Unreadable(f"inputs not understood: {', '.join(sorted(given))}")
    return golden | _tolerance(row)


def _day(row: Row, given: Given) -> str:
    """The date that the rule keys on: the vector's own, or the first day of its edition."""
    for name in ("pay_date", "period_end", "period_start", "period_begin"):
        if name in given:
            return str(given.pop(name))
    found = _DAY.search(row["effective"])
    if found is None:
        raise Unreadable(f"no date in {row['effective']!r}")
    day = date.fromisoformat(found[0])
    return (day - timedelta(days=1) if "before" in row["effective"] else day).isoformat()


def _tolerance(row: Row) -> Row:
    """A cent where the source is inexact; half a dollar says that the answer is in whole dollars, which is compared."""
    tolerance = Decimal(row["tolerance"] or "0")
    return {"tolerance": str(int(tolerance * 100))} if 0 < tolerance < _HALF_DOLLAR else {}


def _programme(given: Given, row: Row, column: str) -> Row:
    golden = special.wages(given)
    if "ytd" in given:
        golden[f"ytd_{column.removeprefix('state_')}_wages"] = cents(given.pop("ytd"))
    return golden | {f"expect.{column}": amount(row["expected"])}


def _state_form(code: str, given: Given, row: Row) -> Row:
    golden = _status(code, given, row) | _counts(code, given) | _pay(given, row)
    for name, column in _AMOUNTS.items():
        if name in given:
            golden[column] = cents(given.pop(name))
    for name in ("federal_tax", "federal_income_tax", "federal_withholding", "fit"):
        if name in given:
            golden |= _federal(cents(given.pop(name)))
    if "pre2020_allowances" in given:
        golden |= {"w4_form": "2019", "w4_allowances": str(int(given.pop("pre2020_allowances")))}
    golden |= _OF_STATE[code](given, row) if code in _OF_STATE else {}
    if code in _WHOLE_DOLLARS and ("." not in row["expected"] or Decimal(row["tolerance"] or "0") >= _HALF_DOLLAR):
        golden["state_rounding"] = "dollar"
    return golden | {"expect.state_income_tax": amount(row["expected"])}


_AMOUNTS: Final = {
    "extra": "state_additional",
    "additional": "state_additional",
    "total_allowance": "state_amount",
    "exemption": "state_amount",
    "annual_allowance": "state_amount",
    "reduced": "state_reduction",
    "specified": "state_specified",
    "specified_withholding": "state_specified",
    "reduced_withholding": "state_specified",
}


def _status(code: str, given: Given, row: Row) -> Row:
    for name in ("marital_status", "status", "exemption_code", "withholding_status", "code"):
        if name in given and (name != "code" or code == "AL"):
            row = row | {"filing_status": str(given.pop(name))}
    word = row["filing_status"]
    if code in ("CT", "NJ", "MI", "KY", "IL", "IN", "PA", "LA", "RI", "SC", "VA", "DC", "AR", "AZ"):
        return {}
    letters = STATUS_OF.get(code, {})
    if word in letters:
        status = letters[word]
    else:
        status = STATUS_WORDS[word if word in STATUS_WORDS else word.rpartition("_")[0]]
    if not status:
        return {}
    if code in _W4 or (code == "MA" and status != "head_of_household"):
        w4 = status if status in ("married", "head_of_household") else "single"
        return {"w4_status": w4}
    return {"state_status": status}


def _counts(code: str, given: Given) -> Row:
    golden: Row = {}
    if "dependents" in given:
        column = "state_allowances_other" if code == "IN" else "state_allowances"
        golden[column] = str(int(given.pop("dependents")))
    for column, names in COUNTS.items():
        for name in names:
            if name in given:
                golden[column] = str(int(golden.get(column, "0")) + int(given.pop(name)))
    return golden


def _pay(given: Given, row: Row) -> Row:
    if "annual_wages" in given:
        return {"regular": per_period(given.pop("annual_wages"), int(row["periods"]))}
    for name in ("supplemental_only", "supplemental"):
        if name in given and "wages" not in given:
            return {"supplemental": cents(given.pop(name)), "state_supplemental": "flat"}
    golden: Row = {"supplemental": cents(given.pop("supplemental"))} if "supplemental" in given else {}
    for name in ("wages", "wages_midpoint", "midpoint"):
        if name in given:
            return golden | {"regular": cents(given.pop(name))}
    return golden


def _federal(tax: str) -> Row:
    """A federal income tax of the period that an example gives: no tax from the table, and the amount as line 4(c)."""
    return {"w4_step4b": "99999999.00", "w4_step4c": tax}


def _connecticut(given: Given, row: Row) -> Row:
    code = str(given.pop("code", row["filing_status"])).upper()
    return {} if code in ("", "NONE") else {"state_table": code}


def _new_jersey(given: Given, row: Row) -> Row:
    golden: Row = {"state_status": STATUS_WORDS[row["filing_status"]] or "single"}
    if "rate_table" in given:
        golden["state_table"] = str(given.pop("rate_table"))
    return golden


def _maryland(given: Given, row: Row) -> Row:
    golden: Row = {"state_form": "yes"}
    if "county" in given:
        golden["home_locality"] = str(given.pop("county")).zfill(2)
    if given.pop("nonresident", False):
        golden |= {"home_state": "DE", "home_state_rule": "work_state_only"}
    return golden


def _maine(given: Given, row: Row) -> Row:
    """The booklet was printed twice; rows without an edition are of the second print, from August 2026."""
    edition = str(given.pop("edition", ""))
    if edition.startswith("2026-01") or "until the August" in row["effective"]:
        return {}
    return {"day": "2026-08-01", "state_method": "second_print"}


def _ohio(given: Given, row: Row) -> Row:
    if given.pop("method", "") in ("formula", "optional_computer_formula") or row["kind"] != "agency_table_cell":
        return {"state_method": "annualized"}
    return {}


def _arizona(given: Given, row: Row) -> Row:
    return {"state_rate": f"{(given.pop('rate') * 100).normalize():f}%"} if "rate" in given else {}


def _filed(given: Given, row: Row) -> Row:
    return {"state_form": "yes"} if row["filing_status"] not in ("", "none") else {}


_OF_STATE: Final[dict[str, Callable[[Given, Row], Row]]] = {
    "AZ": _arizona,
    "CT": _connecticut,
    "MA": special.massachusetts,
    "MD": _maryland,
    "ME": _maine,
    "NJ": _new_jersey,
    "OH": _ohio,
    "OR": _filed,
}
