"""State vectors: agency examples, state calculators' answers and printed cells; inputs are JSON, one shape per
jurisdiction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np

from paycalc.calendars import Dates
from paycalc.golden import Converted, Row
from paycalc.packs import load
from paycalc.packs.us.converters.vectors import FREQUENCY, Unreadable, amount, inputs_of
from paycalc.packs.us.places import FREQUENCIES, STATES
from paycalc.run import run

__all__ = ["state"]

Given = dict[str, Any]
_CA_STATUS: Final = {
    "single_or_dual_income": "single",
    "single": "single",
    "married_one_income": "married",
    "married": "married",
    "head_of_household": "head_of_household",
    "": "blank",
}
_NY_STATUS: Final = {
    "single_or_hoh": "single",
    "single": "single",
    "head_of_household": "head_of_household",
    "married": "married",
    "married_at_higher_single_rate": "married_single_rate",
    "": "blank",
}
_CO_STATUS: Final = {
    "single": "single",
    "married_joint": "married",
    "married": "married",
    "married_separate": "single",
    "head_of_household": "head_of_household",
    "": "single",
}


def state(rows: Sequence[Row], out: Converted) -> None:
    """One golden row for each vector of a covered jurisdiction."""
    for row in rows:
        make = _MAKERS.get(row["jurisdiction"])
        if make is None:
            out.drop(row, f"state not covered yet: {row['jurisdiction']}")
            continue
        given = inputs_of(row["inputs"])
        golden = {
            "day": row["effective"][:10],
            "frequency": FREQUENCY[row["pay_frequency"]],
            "work_state": row["jurisdiction"][3:5],
            "sui_account": "none",
        }
        try:
            golden |= make(given, row)
            if given:
                raise Unreadable(f"inputs not understood for {row['jurisdiction']}: {', '.join(sorted(given))}")
            out.rows.append(golden)
            if row["citation"] not in out.sources:
                out.sources.append(row["citation"])
        except Unreadable as reason:
            out.drop(row, str(reason))
        except KeyError as missing:
            out.drop(row, f"{row['jurisdiction']}: no meaning is known for {missing}")


def _california(given: Given, row: Row) -> Row:
    golden: Row = {"state_status": _CA_STATUS[row["filing_status"]]}
    golden["state_allowances"] = _count(given, "regular_allowances")
    golden["state_allowances_other"] = _count(given, "estimated_deduction_allowances")
    if given.get("method") == "annualized":
        golden["state_method"] = str(given.pop("method"))
    if given.pop("allowance_credit_only", False):
        return golden | {"regular": "10000.00", "expect.state_credit": amount(row["expected"])}
    return golden | _wages(given) | {"expect.state_income_tax": amount(row["expected"])}


def _colorado(given: Given, row: Row) -> Row:
    golden: Row = {"w4_status": _CO_STATUS[row["filing_status"]]}
    for name in [name for name in given if "allowance" in name]:  # DR 0004 line 2, an annual amount
        golden |= {"state_form": "yes", "state_amount": amount(given.pop(name))}
    return golden | _wages(given) | {"expect.state_income_tax": amount(row["expected"])}


def _new_york(given: Given, row: Row) -> Row:
    golden: Row = {
        "state_status": _NY_STATUS[row["filing_status"]],
        "state_allowances": _count(given, "exemptions"),
    }
    return golden | _wages(given) | {"expect.state_income_tax": amount(row["expected"])}


def _new_york_city(given: Given, row: Row) -> Row:
    golden: Row = {
        "state_status": _NY_STATUS[row["filing_status"]],
        "home_locality": "NYC",
        "state_allowances_other": _count(given, "exemptions"),
    }
    return golden | _wages(given) | {"expect.local_income_tax": amount(row["expected"])}


def _yonkers(given: Given, row: Row) -> Row:
    """Residents: the example starts from the state tax, so wages that bear exactly that state tax are looked for."""
    if row["filing_status"] == "resident":
        tax = amount(given.pop("nys_tax"))
        wages = _wages_of_state_tax(tax, row)
        return {
            "home_locality": "YONKERS",
            "state_status": "single",
            "regular": wages,
            "expect.state_income_tax": tax,
            "expect.local_income_tax": amount(row["expected"]),
        }
    return {"work_locality": "YONKERS", "expect.local_income_tax": amount(row["expected"])} | _wages(given)


def _on_gross(column: str) -> Callable[[Given, Row], Row]:
    def make(given: Given, row: Row) -> Row:
        return _wages(given) | {f"expect.{column}": amount(row["expected"])}

    return make


def _count(given: Given, name: str) -> str:
    return str(int(given.pop(name, 0)))


def _wages(given: Given) -> Row:
    if "supplemental_only" in given:
        return {"supplemental": amount(given.pop("supplemental_only")), "state_supplemental": "flat"}
    return {"regular": amount(given.pop("wages"))}


def _wages_of_state_tax(tax: str, row: Row) -> str:
    """The least wages of a single employee without allowances whose New York State tax is `tax`, by bisection."""
    wanted, low, high = _cents(tax), 0, 10**9
    while low < high:
        middle = (low + high) // 2
        if _state_tax(middle, row) < wanted:
            low = middle + 1
        else:
            high = middle
    if _state_tax(low, row) != wanted:
        raise Unreadable(f"no wages bear a New York State tax of exactly {tax}")
    return amount(f"{low // 100}.{low % 100:02d}")


def _cents(text: str) -> int:
    """Cents of "8.01"."""
    return int(text.replace(".", ""))


def _state_tax(wages: int, row: Row) -> int:
    columns = {
        "frequency": FREQUENCIES.index(FREQUENCY[row["pay_frequency"]]),
        "work_state": STATES.index("NY"),
        "sui_account": 2,
        "regular": wages,
    }
    slips = run(
        load("us"),
        {name: np.array([value], np.int64) for name, value in columns.items()},
        Dates.on(date.fromisoformat(row["effective"][:10])),
    )
    return int(slips.columns["state_income_tax"][0])


_MAKERS: Final[dict[str, Callable[[Given, Row], Row]]] = {
    "US-CA": _california,
    "US-CA-SDI": _on_gross("state_disability"),
    "US-CO": _colorado,
    "US-CO-FAMLI": _on_gross("state_leave"),
    "US-NY": _new_york,
    "US-NY-DBL": _on_gross("state_disability"),
    "US-NY-NYC": _new_york_city,
    "US-NY-PFL": _on_gross("state_leave"),
    "US-NY-YON": _yonkers,
}
