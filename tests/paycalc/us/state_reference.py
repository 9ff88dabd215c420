"""The states' withholding a second time, slowly: fractions, one person at a time, written from the steps that the
agencies print and fed with the printed figures.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F
from typing import Any

from paycalc.calendars import Dates
from paycalc.packs.us import places
from paycalc.packs.us.states.forms import STATUS
from paycalc.parameters import Law

DAILY = {"DC": 365, "IL": 365, "IN": 365, "MA": 365, "MN": 360, "VA": 300}


def law(day: date) -> Law:
    return Law("paycalc.packs.us", Dates.on(day), "USD")


def up(amount: F, unit: F) -> F:
    """Half up to a multiple of the unit."""
    return F((2 * amount + unit) // (2 * unit)) * unit


CENT, DOLLAR = F(1, 100), F(1)


def dec(value: Any) -> F:
    return F(str(value))


def brackets(rows: Any, amount: F) -> F:
    """The last row whose lower bound is passed: base + rate x excess."""
    best = None
    for row in rows:
        start, base, rate = (
            (dec(row[0]), dec(row[1]), dec(row[2])) if len(row) == 3 else (dec(row[0]), F(0), dec(row[1]))
        )
        if best is None or amount > start:
            best = (start, base, rate)
    assert best is not None
    return best[1] + best[2] * (amount - best[0])


def stepped(rows: Any, amount: F, over: bool = False) -> F:
    """The amount of the range in which the wages lie."""
    found = F(0)
    for start, value in rows:
        if amount > dec(start) if over else amount >= dec(start):
            found = dec(value)
    return dec(rows[0][1]) if amount == 0 and over and dec(rows[0][0]) == 0 else found


class Person:
    """What the formulas of the states ask."""

    def __init__(self, who: dict[str, int]) -> None:
        self.frequency = places.FREQUENCIES[who["frequency"]]
        self.periods = places.PERIODS[who["frequency"]]
        self.wages = F(who["regular"], 100)
        self.status = places.STATE_STATUS[who.get("state_status", 0)]
        self.count, self.other = who.get("state_allowances", 0), who.get("state_allowances_other", 0)
        self.amount = F(who.get("state_amount", 0), 100)
        self.w4 = places.W4_STATUS[who.get("w4_status", 0)]
        self.table = places.RATE_TABLES[who.get("state_table", 0)]
        self.federal = F(who.get("federal_income_tax", 0), 100)


def general(held: Law, state: str, who: Person) -> F:
    """The two shapes of most states, straight from their figures."""
    st = state.lower()
    rule = held.value(f"{st}.income_tax")
    periods = DAILY.get(state, 260) if who.frequency == "daily" else who.periods
    column = STATUS.get(state, {}).get(who.status, "all")
    if state in ("ND", "NM") and who.status == "blank":
        column = who.w4
    if state == "NJ" and who.table != "blank":
        column = who.table
    unit = DOLLAR if "round" in rule else CENT
    if rule["shape"] == "annual":
        return _annual(held, st, who, (column, periods, unit))
    return _period(held, st, who, (column, periods, unit))


def _get(held: Law, name: str, column: str, default: Any = 0) -> Any:
    for one in (f"{name}.{column}", f"{name}.all", name):
        if held.has(one):
            value = held.value(one)
            if not isinstance(value, dict):
                return value
    return default


def _annual(held: Law, st: str, who: Person, how: tuple[str, int, F]) -> F:
    column, periods, unit = how
    wages = who.wages * periods
    deduction = dec(_get(held, f"{st}.standard_annual", column)) if held.has(f"{st}.standard_annual") else F(0)
    if held.has(f"{st}.phase_out_to.{column}"):
        start, end = map(dec, held.value(f"{st}.phase_out_to.{column}"))
        left = min(max(end - wages, F(0)), end - start) / (end - start)
        deduction = up(deduction * left, DOLLAR)
    if held.has(f"{st}.phase_out_rate.{column}"):
        start, rate = map(dec, held.value(f"{st}.phase_out_rate.{column}"))
        deduction = max(deduction - max(wages - start, F(0)) * rate, F(0))
    if held.has(f"{st}.percent_deduction") and who.count:
        percent = held.value(f"{st}.percent_deduction")
        deduction += min(wages * dec(percent["rate"]), dec(percent["cap"]))
    first, second = held.value(f"{st}.allowance_annual") if held.has(f"{st}.allowance_annual") else (0, 0)
    deduction += dec(first) * who.count + dec(second) * who.other
    if st == "ms":
        deduction += who.amount
    rows = _rows(held, f"{st}.brackets_annual", column)
    due = brackets(rows, max(wages - deduction, F(0)))
    if "round_annual" in held.value(f"{st}.income_tax"):
        due = up(due, DOLLAR)
    if held.has(f"{st}.credit_annual"):
        due = max(due - dec(held.value(f"{st}.credit_annual")) * who.count, F(0))
    return up(due / periods, unit)


def _rows(held: Law, name: str, column: str) -> Any:
    st = name.split(".")[0]
    if held.has(f"{st}.rate"):
        return [[0, 0, held.value(f"{st}.rate")]]
    return held.value(f"{name}.all") if held.has(f"{name}.all") else held.value(f"{name}.{column}")


def _period(held: Law, st: str, who: Person, how: tuple[str, int, F]) -> F:
    column, periods, unit = how
    off = F(0)
    if held.has(f"{st}.standard_period.weekly"):
        off = dec(held.value(f"{st}.standard_period.{who.frequency}.{column}"))
    elif held.has(f"{st}.standard_annual"):
        off = up(dec(held.value(f"{st}.standard_annual.{column}")) / periods, CENT)
    if st == "ks":
        off += _kansas(held, who)
    elif held.has(f"{st}.allowance_period"):
        if not held.has(f"{st}.allowance_limit") or who.wages * periods <= dec(held.value(f"{st}.allowance_limit")):
            off += dec(held.value(f"{st}.allowance_period.{who.frequency}")) * who.count
    elif held.has(f"{st}.allowance_annual"):
        first, second = held.value(f"{st}.allowance_annual")
        off += up((dec(first) * who.count + dec(second) * who.other) / periods, CENT)
    due = brackets(_rows(held, f"{st}.brackets_period.{who.frequency}", column), max(who.wages - off, F(0)))
    if st == "ia":
        due = max(up(due, CENT) - (who.amount + 40 * who.count) / periods, F(0))
    return up(due, unit)


def _kansas(held: Law, who: Person) -> F:
    allowance = held.value("ks.allowances")
    most = int(allowance[f"first_count_{'married' if who.status == 'married' else 'single'}"])
    annual = sum(dec(allowance["first"] if number < most else allowance["other"]) for number in range(who.count))
    return up(F(annual) / who.periods, CENT)


def alabama(held: Law, who: Person) -> F:
    column = STATUS["AL"][who.status]
    wages = who.wages * who.periods
    net = wages - stepped(held.value(f"al.standard.{column}"), wages) - who.federal * who.periods
    net -= dec(held.value(f"al.exemption.{column}")) + stepped(held.value("al.dependent"), wages, over=True) * who.count
    return up(brackets(held.value(f"al.brackets_annual.{column}"), max(net, F(0))) / who.periods, CENT)


def arkansas(held: Law, who: Person) -> F:
    net = max(who.wages * who.periods - dec(held.value("ar.standard")), F(0))
    if net < 97701:
        net = F(net // 100 * 100 + 50)
    _, less, rate = [row for row in held.value("ar.table") if dec(row[0]) <= net][-1]
    annual = up(max(net * dec(rate) - dec(less), F(0)), DOLLAR)
    return up(max(annual - dec(held.value("ar.credit")) * who.count, F(0)) / who.periods, CENT)


def connecticut(held: Law, who: Person) -> F:
    if who.table in ("blank", "E"):
        return up(who.wages * dec(held.value("ct.rate_without_form")), CENT) if who.table == "blank" else F(0)
    salary = who.wages * who.periods
    taxable = max(salary - stepped(held.value(f"ct.a_exemption.{who.table}"), salary, over=True), F(0))
    due = brackets(held.value(f"ct.b_initial.{who.table}"), taxable)
    due += stepped(held.value(f"ct.c_add_back.{who.table}"), salary, over=True)
    due += stepped(held.value(f"ct.d_recapture.{who.table}"), salary, over=True)
    return up(due * (1 - stepped(held.value(f"ct.e_credit.{who.table}"), salary, over=True)) / who.periods, CENT)


def oregon(held: Law, who: Person) -> F:
    married = who.status == "married"
    group = "married" if married or who.count >= 3 else "single"
    own = "married" if married else "single"
    wages = who.wages * who.periods
    cap = stepped(held.value(f"or.federal_cap.{own}"), wages)
    base = max(wages - min(who.federal * who.periods, cap) - dec(held.value(f"or.standard.{group}")), F(0))
    tier = 50_000 if wages >= 50_000 else 0
    rows = [row for row in held.value(f"or.formula.{group}") if row[0] == tier and dec(row[1]) <= base]
    _, _, amount, rate, over = rows[-1]
    annual = up(dec(amount) + dec(rate) * (base - dec(over)), DOLLAR)
    if wages <= dec(held.value(f"or.credit_limit.{own}")):
        annual -= dec(held.value("or.credit")) * who.count
    return up(max(annual, F(0)) / who.periods, DOLLAR)


def utah(held: Law, who: Person) -> F:
    row = held.value(f"ut.allowance.{who.frequency}")
    allowance, start = map(dec, row[2:] if "married" in (who.status if who.status != "blank" else who.w4) else row[:2])
    line_5 = up(max(who.wages - start, F(0)) * dec(held.value("ut.phase_rate")), DOLLAR)
    return max(up(who.wages * dec(held.value("ut.rate")), DOLLAR) - max(allowance - line_5, F(0)), F(0))


def maryland(held: Law, who: Person, local: F) -> F:
    if who.wages < dec(held.value("md.floor").get(who.frequency, 0)):
        return F(0)
    column = "joint" if who.status in ("married", "head_of_household") else "single"
    wages = who.wages * who.periods
    net = max(wages - dec(held.value(f"md.standard.{column}")) - dec(held.value("md.exemption")) * who.count, F(0))
    return up(max(brackets(held.value(f"md.brackets.{column}"), net) + local * net, F(0)) / who.periods, CENT)
