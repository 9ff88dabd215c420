"""State vectors of their own shape: California, Colorado, New York with its cities, and municipal taxes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np

from paycalc.calendars import Dates
from paycalc.golden import Row
from paycalc.packs import load
from paycalc.packs.us.converters.state_forms import STATUS_WORDS
from paycalc.packs.us.converters.vectors import FREQUENCY, Given, Unreadable, amount, cents
from paycalc.packs.us.places import FREQUENCIES, STATES
from paycalc.run import run

__all__ = ["MAKERS", "massachusetts", "ohio_municipal", "wages"]

_FICA_CAP: Final = Decimal(2000)
_RATE: Final = Decimal("0.05")
"""Massachusetts, below the threshold."""


def wages(given: Given) -> Row:
    """Regular wages, or supplemental wages alone at the flat rate."""
    if "supplemental_only" in given:
        return {"supplemental": cents(given.pop("supplemental_only")), "state_supplemental": "flat"}
    return {"regular": cents(given.pop("wages"))}


def _california(given: Given, row: Row) -> Row:
    golden: Row = {"state_status": STATUS_WORDS[row["filing_status"]] or "blank"}
    golden["state_allowances"] = _count(given, "regular_allowances")
    golden["state_allowances_other"] = _count(given, "estimated_deduction_allowances")
    if given.get("method") == "annualized":
        golden["state_method"] = str(given.pop("method"))
    if given.pop("allowance_credit_only", False):
        return golden | {"regular": "10000.00", "expect.state_credit": amount(row["expected"])}
    return golden | wages(given) | {"expect.state_income_tax": amount(row["expected"])}


def _colorado(given: Given, row: Row) -> Row:
    status = STATUS_WORDS[row["filing_status"]]
    golden: Row = {"w4_status": status if status in ("married", "head_of_household") else "single"}
    for name in [name for name in given if "allowance" in name]:  # DR 0004 line 2, an annual amount
        golden |= {"state_form": "yes", "state_amount": amount(given.pop(name))}
    return golden | wages(given) | {"expect.state_income_tax": amount(row["expected"])}


def _new_york(given: Given, row: Row) -> Row:
    golden: Row = {"state_status": _ny_status(row), "state_allowances": _count(given, "exemptions")}
    return golden | wages(given) | {"expect.state_income_tax": amount(row["expected"])}


def _ny_status(row: Row) -> str:
    return STATUS_WORDS[row["filing_status"]] or "blank"


def _new_york_city(given: Given, row: Row) -> Row:
    golden: Row = {
        "state_status": _ny_status(row),
        "home_locality": "NYC",
        "state_allowances_other": _count(given, "exemptions"),
    }
    return golden | wages(given) | {"expect.local_income_tax": amount(row["expected"])}


def _yonkers(given: Given, row: Row) -> Row:
    """Residents: the example starts from the state tax, so wages that bear exactly that state tax are looked for."""
    if row["filing_status"] == "resident":
        tax = amount(given.pop("nys_tax"))
        return {
            "home_locality": "YONKERS",
            "state_status": "single",
            "regular": _wages_of_state_tax(tax, row),
            "expect.state_income_tax": tax,
            "expect.local_income_tax": amount(row["expected"]),
        }
    return {"work_locality": "YONKERS", "expect.local_income_tax": amount(row["expected"])} | wages(given)


def massachusetts(given: Given, row: Row) -> Row:
    """The FICA part that an example takes off is what the year's 2,000 leaves; a printed cell has its own rule."""
    golden: Row = {}
    if "wages_midpoint" in row["inputs"]:
        given.pop("rule", None)
        return {"state_method": "annualized"}
    if "payment" in given:
        net = given.pop("annual_regular_net")
        return {
            "earlier_wages": cents(net),
            "earlier_state_tax": cents(net * _RATE),
            "supplemental": cents(given.pop("payment")),
            "ytd_oasdi": "2000.00",
        }
    golden["ytd_oasdi"] = cents(_FICA_CAP - given.pop("fica_subtraction", Decimal(0)))
    blind = sum(int(bool(given.pop(name, False))) for name in ("blind", "spouse_blind"))
    if blind:
        golden["state_allowances_other"] = str(blind)
    if given.pop("head_of_household", False):
        golden["state_status"] = "head_of_household"
    return golden


def _philadelphia(given: Given, row: Row) -> Row:
    where = "home_locality" if row["filing_status"] == "resident" else "work_locality"
    return wages(given) | {where: "PHL", "expect.municipal_tax": amount(row["expected"])}


def _detroit(given: Given, row: Row) -> Row:
    where = "home_locality" if row["filing_status"] == "resident" else "work_locality"
    golden = {where: "DETROIT", "local_allowances": _count(given, "exemptions")}
    return golden | wages(given) | {"expect.municipal_tax": amount(row["expected"])}


def _earned_income(given: Given, row: Row) -> Row:
    golden = {
        "local_home_rate": _rate(given.pop("resident_rate")),
        "local_work_rate": _rate(given.pop("work_nonresident_rate")),
    }
    return golden | wages(given) | {"expect.municipal_tax": amount(row["expected"])}


def _local_services(given: Given, row: Row) -> Row:
    golden = {"regular": "1000.00", "lst_annual": cents(given.pop("annual_lst"))}
    return golden | {"expect.local_services_tax": amount(row["expected"])}


def ohio_municipal(given: Given, row: Row) -> Row:
    """A nonresident's days in a city: taxed from the 21st."""
    golden = {"local_days": _count(given, "days"), "local_work_rate": _rate(given.pop("rate"))}
    return golden | wages(given) | {"expect.municipal_tax": amount(row["expected"])}


def _count(given: Given, name: str) -> str:
    return str(int(given.pop(name, 0)))


def _rate(value: Decimal) -> str:
    return f"{(value * 100).normalize():f}%"


def _wages_of_state_tax(tax: str, row: Row) -> str:
    """The least wages of a single employee without allowances whose New York State tax is `tax`, by bisection."""
    wanted, low, high = _minor(tax), 0, 10**9
    while low < high:
        middle = (low + high) // 2
        if _state_tax(middle, row) < wanted:
            low = middle + 1
        else:
            high = middle
    if _state_tax(low, row) != wanted:
        raise Unreadable(f"no wages bear a New York State tax of exactly {tax}")
    return amount(f"{low // 100}.{low % 100:02d}")


def _minor(text: str) -> int:
    """Cents of "8.01"."""
    return int(text.replace(".", ""))


def _state_tax(pay: int, row: Row) -> int:
    columns = {
        "frequency": FREQUENCIES.index(FREQUENCY[row["pay_frequency"]]),
        "work_state": STATES.index("NY"),
        "sui_account": 2,
        "regular": pay,
    }
    slips = run(
        load("us"),
        {name: np.array([value], np.int64) for name, value in columns.items()},
        Dates.on(date.fromisoformat(row["effective"][:10])),
    )
    return int(slips.columns["state_income_tax"][0])


MAKERS: Final[dict[str, Callable[[Given, Row], Row]]] = {
    "CA": _california,
    "CO": _colorado,
    "MI-DET": _detroit,
    "NY": _new_york,
    "NY-NYC": _new_york_city,
    "NY-YON": _yonkers,
    "PA-EIT": _earned_income,
    "PA-LST": _local_services,
    "PA-PHL": _philadelphia,
}
