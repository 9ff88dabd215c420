"""Attachment orders on net earnings: other orders as given, council tax (England), arrestment (Scotland), DEA.

Tables of a week and a month are held; a fortnight and four weeks take two and four times the week's amounts.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from paycalc.columns import Array
from paycalc.packs.gb.columns import FREQUENCIES
from paycalc.rounding import floor, half_down, part, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.parameters import Law
    from paycalc.run import Run

__all__ = ["check", "deduct", "taken"]

_TIMES: Final = {"weekly": ("weekly", 1), "fortnightly": ("weekly", 2), "four_weekly": ("weekly", 4)}
_BASIS: Final = 10_000
_LINES: Final = {
    "order_amount": "order_other",
    "council_tax_order": "order_council_tax",
    "arrestment": "order_arrestment",
    "dea_rate": "order_dea",
}
DEA: Final = "DWP, Direct earnings attachment: a guide for employers"


def check(r: Run) -> None:
    """An arrestment on a day without a held table is refused, and so are negative amounts."""
    for name in ("order_amount", "dea_owed", "council_tax_owed", "arrestment_owed"):
        if r.used(name):
            r.problem(r[name] < 0, name, "negative_deduction", "An amount of an order cannot be negative: {value}.")
    if r.used("arrestment") and not r.law.has("orders.arrestment.least"):
        r.lacking(r["arrestment"] == 1, "arrestment", "orders.arrestment.weekly")


def taken(r: Run) -> list[str]:
    """The lines of orders that anybody in the chunk has."""
    return [line for fact, line in _LINES.items() if r.used(fact)]


def deduct(r: Run) -> None:
    """Sets attachable_pay and the four orders; needs everything that is deducted by law before them."""
    if not taken(r):
        return
    r.part("Attachment orders", DEA)
    net = r["gross_pay"] - r["income_tax"] - r["ni_employee"] - r["pension_net_pay"] - r["pension_relief_at_source"]
    net = np.maximum(net - r["order_excluded_pay"], 0)
    some = sum((r[fact] != 0 for fact in _LINES), np.zeros(r.rows, np.int64)) > 0
    r["attachable_pay"] = np.where(some, net, 0)
    if r.used("order_amount"):
        r["order_other"] = r["order_amount"]
    if r.used("council_tax_order"):
        due = _council_tax(r, net)
        r["order_council_tax"] = _within(r, "council_tax_owed", np.where(r["council_tax_order"] == 1, due, 0))
    if r.used("arrestment"):
        due = _arrestment(r, net)
        r["order_arrestment"] = _within(r, "arrestment_owed", np.where(r["arrestment"] == 1, due, 0))
    if r.used("dea_rate"):
        r["order_dea"] = _within(r, "dea_owed", _dea(r, net))


def _within(r: Run, owed: str, due: Array) -> Array:
    """Not more than is still owed, where that is known."""
    within: Array = np.where(r[owed] > 0, np.minimum(due, r[owed]), due)
    return within


def _dea(r: Run, net: Array) -> Array:
    """A share of all net earnings; all orders together leave 60 % of them."""
    table = _table(r.law, "orders.dea")
    place = _place(r, table, net, upto=True)
    rate = np.where(r["dea_rate"] == 2, table[2][place], np.where(r["dea_rate"] == 1, table[1][place], 0))
    r.note("1", "Net earnings", net)
    r.note("2", "Share of the band", rate, unit="rate", scale=1_000_000 // _BASIS)
    due = share(net, rate, _BASIS, half_down)
    r.note("3", "Deduction by the table", due, formula="1 x 2", rounding="nearest penny, half a penny down")
    most = part(net, 1 - r.law.rate("orders.dea.left"), floor)
    room = np.maximum(most - r["order_other"] - r["order_council_tax"] - r["order_arrestment"], 0)
    r.note("4", "Room left by the other orders", room, formula="40 % of 1 less the other orders")
    within: Array = np.minimum(due, room)
    return within


def _council_tax(r: Run, net: Array) -> Array:
    """A share of all net earnings by band; above the table its last share of its end and half of the rest."""
    table = _table(r.law, "orders.council_tax")
    bands = len(table[0]) // len(FREQUENCIES)
    place = _place(r, table, net, upto=True)
    top = table[0][(r["pay_frequency"] + 1) * bands - 1]
    above = np.maximum(net - top, 0)
    rate = table[1][place]
    r.note("1", "Net earnings", net)
    r.note("2", "Share of the band", rate, unit="rate", scale=1_000_000 // _BASIS)
    half = int(r.law.rate("orders.council_tax.above") * _BASIS)
    exact = share(net - above, rate, 1, floor) + share(above, half, 1, floor)
    due = half_down(exact, _BASIS)
    r.note("3", "Deduction", due, formula="1 x 2, half of what is above", rounding="nearest penny, half a penny down")
    return due


def _arrestment(r: Run, net: Array) -> Array:
    """A fixed amount and a share of what lies above the band's start; in the first band at least the held minimum."""
    table = _table(r.law, "orders.arrestment")
    place = _place(r, table, net, upto=False)
    start, fixed, rate = (values[place] for values in table)
    least = np.array([_by_frequency(r.law, "orders.arrestment.least", name) for name in FREQUENCIES], np.int64)
    r.note("1", "Net earnings above the start of the band", net - start)
    due = fixed + share(np.maximum(net - start, 0), rate, _BASIS, half_down)
    r.note("2", "Deduction by the table", due, formula="fixed amount + share of 1", rounding="half a penny down")
    lowest = table[0][r["pay_frequency"] * (len(table[0]) // len(FREQUENCIES))]
    due = np.where(fixed == 0, np.maximum(due, least[r["pay_frequency"]]), due)
    return np.where(net > lowest, due, 0)


def _table(law: Law, name: str) -> tuple[Array, ...]:
    """Columns of a table, one block of bands per pay frequency; shares are ten-thousandths."""
    built: tuple[Array, ...] = law.once(f"gb.{name}", lambda: _build(law, name))
    return built


def _build(law: Law, name: str) -> tuple[Array, ...]:
    """Shares come as fractions, amounts as pence."""
    rows = []
    for frequency in FREQUENCIES:
        held, times = _TIMES.get(frequency, (frequency, 1))
        for row in law.table(f"{name}.{held}"):
            rows.append([int(cell * (_BASIS if isinstance(cell, Fraction) else times)) for cell in row])
    return tuple(np.array(rows, np.int64).T.copy())


def _by_frequency(law: Law, name: str, frequency: str) -> int:
    held, times = _TIMES.get(frequency, (frequency, 1))
    return law.money(f"{name}.{held}") * times


def _place(r: Run, table: tuple[Array, ...], net: Array, *, upto: bool) -> Array:
    """The band of each row; `upto`: the table has the end of each band, else the amount above which it begins."""
    bands = len(table[0]) // len(FREQUENCIES)
    base = r["pay_frequency"] * bands
    passed = np.zeros_like(net)
    for band in range(bands - 1):
        edge: NDArray[np.int64] = table[0][base + band + (0 if upto else 1)]
        passed += net > edge
    return base + passed
