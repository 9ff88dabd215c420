"""Federal vectors: printed wage bracket cells, Worksheet 1A answers of two engines, examples of the IRS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from paycalc.golden import Converted, Row
from paycalc.packs.us.converters.vectors import FREQUENCY, STATUS, Unreadable, amount, inputs_of

__all__ = ["annual", "irs_examples", "percentage", "wage_bracket"]

_FLOAT32: Final = Decimal(131_072)
"""From here on two neighbours of a 32-bit float are more than a cent apart."""


def _base(row: Row) -> Row:
    return {
        "day": f"{row['tax_year']}-07-01",
        "work_state": "none",
        "frequency": FREQUENCY[row["pay_frequency"]],
        "w4_status": STATUS[row["filing_status"]],
    }


def wage_bracket(rows: Sequence[Row], out: Converted) -> None:
    """A printed cell is the tax at the middle of its interval, half up to the dollar (daily tables: the dime)."""
    out.sources[1:] = sorted({row["source"].partition(" p.")[0] for row in rows})
    for row in rows:
        golden = _base(row)
        if row["w4_version"] == "2019_or_earlier":
            golden |= {"w4_form": "2019", "w4_allowances": row["allowances"]}
        else:
            golden |= {"w4_form": "2020", "w4_step2": _flag(row["step2_checkbox"])}
        golden["fit_rounding"] = "dime" if row["rule"].endswith("0.10") else "dollar"
        golden["regular"] = amount(row["wage_midpoint"])
        golden["expect.federal_income_tax"] = amount(row["expected"])
        out.rows.append(golden)


def percentage(rows: Sequence[Row], out: Converted) -> None:
    """Cent answers of a package; on exact half cents its binary fractions give the lower cent (tolerance 1)."""
    for row in rows:
        golden = _base(row)
        if row["w4_version"] == "2019_or_earlier":
            golden |= {"w4_form": "2019", "w4_allowances": row["allowances"] or "0"}
        else:
            golden |= {
                "w4_form": "2020",
                "w4_step2": _flag(row["step2_checkbox"]),
                "w4_step3": amount(row["step3_credits"]),
                "w4_step4a": amount(row["step4a_other_income"]),
                "w4_step4b": amount(row["step4b_deductions"]),
            }
        golden["w4_step4c"] = amount(row["step4c_extra"] or "0")
        golden["regular"] = amount(row["taxable_wages"])
        golden["expect.federal_income_tax"] = amount(row["expected"])
        golden["tolerance"] = _cents(row["tolerance"])
        out.rows.append(golden)


def annual(rows: Sequence[Row], out: Converted) -> None:
    """Annual tax of a 32-bit float engine; where its numbers cannot hold a cent, its own tolerance is kept."""
    for row in rows:
        golden = _base(row)
        expected = Decimal(row["expected"])
        golden["regular"] = amount(row["taxable_wages"])
        golden["expect.federal_income_tax"] = amount(expected.quantize(Decimal("0.01")))
        golden["tolerance"] = _cents(row["tolerance"]) if expected >= _FLOAT32 else ""
        out.rows.append(golden)


def irs_examples(rows: Sequence[Row], out: Converted) -> None:
    """Worked examples; each kind has its own shape."""
    for row in rows:
        kind = row["kind"]
        make = _EXAMPLES.get(kind)
        if make is None:
            out.drop(row, f"an example of kind {kind} is not an amount of a payslip")
            continue
        try:
            given = inputs_of(row["inputs"])
            golden = {
                "day": f"{row['tax_year']}-07-01",
                "work_state": "none",
                "frequency": FREQUENCY[row["pay_frequency"] or "weekly"],
                "w4_status": STATUS[row["filing_status"]],
            }
            out.rows.append(golden | make(given, row))
        except (Unreadable, KeyError) as reason:
            out.drop(
                row, str(reason) if isinstance(reason, Unreadable) else f"an example of kind {kind} without {reason}"
            )


def _bracket_example(given: dict[str, Any], row: Row) -> Row:
    golden = _w4(given)
    if "midpoint" in given:
        unit = "dime" if row["pay_frequency"] == "daily" else "dollar"
        golden |= {"regular": amount(given["midpoint"]), "fit_rounding": unit}
    elif row["tax_year"] == "2025":
        golden |= {"regular": amount(given["wages"]), "fit_method": "wage_bracket"}
    else:
        raise Unreadable(f"the intervals of the wage bracket tables of {row['tax_year']} are not held")
    return golden | {"expect.federal_income_tax": amount(row["expected"])}


def _aggregate_example(given: dict[str, Any], row: Row) -> Row:
    """A bonus in a run of its own after the regular pay, or with it; the example says what was withheld before."""
    golden = _w4(given) | {"fit_method": "wage_bracket", "supplemental_method": "aggregate"}
    bonuses = [given[name] for name in ("bonus", "bonus1", "bonus2", "bonus3") if name in given]
    golden["supplemental"] = amount(bonuses[-1])
    if "already" in given:
        golden["earlier_wages"] = amount(given["regular"] + sum(bonuses[:-1]))
        golden["earlier_fit"] = amount(sum(given["already"]))
    else:
        golden["regular"] = amount(given["regular"])
        golden["expect.federal_income_tax"] = amount(given["tax_on_regular"])
    return golden | {"expect.federal_supplemental_tax": amount(row["expected"])}


def _flat_example(given: dict[str, Any], row: Row) -> Row:
    return {
        "supplemental": amount(given["bonus"]),
        "supplemental_method": "flat",
        "fit_withheld_before": "yes",
        "expect.federal_supplemental_tax": amount(row["expected"]),
    }


def _fica_maximum(given: dict[str, Any], row: Row) -> Row:
    return {
        "regular": amount(given["ss_wage_base"] + 1000),
        "expect.oasdi_wages": amount(given["ss_wage_base"]),
        "expect.oasdi": amount(row["expected"]),
    }


def _successor(given: dict[str, Any], row: Row) -> Row:
    """A successor counts the predecessor's wages as its own; wages far above the base show what is left of it."""
    return {
        "regular": "1000000.00",
        "ytd_oasdi_wages": amount(given["predecessor_wages"]),
        "expect.oasdi_wages": amount(row["expected"]),
    }


def _rounding(given: dict[str, Any], row: Row) -> Row:
    """An amount to withhold that only the extra amount makes up, rounded to the whole dollar."""
    return {
        "regular": "100.00",
        "w4_step4c": amount(given["amount"]),
        "fit_rounding": "dollar",
        "expect.federal_income_tax": amount(row["expected"]),
    }


def _box(column: str) -> Callable[[dict[str, Any], Row], Row]:
    def make(given: dict[str, Any], row: Row) -> Row:
        return {"regular": amount(given["wages"]), f"expect.{column}": amount(row["expected"])}

    return make


def _nonresident(given: dict[str, Any], row: Row) -> Row:
    """Pub. 15-T's example has one allowance. It prints the tax, not what it adds to the wages: that needs its table."""
    if row["tax_year"] != "2025":
        raise Unreadable(f"what Pub. 15-T ({row['tax_year']}) adds to a nonresident alien's wages is not held")
    golden = {"w4_nra": "yes", "regular": amount(given["wages"])}
    if str(given.get("w4", "2019"))[:4] < "2020":
        golden |= {"w4_form": "2019", "w4_allowances": str(int(given.get("allowances", 1)))}
    return golden | {"fit_method": "wage_bracket", "expect.federal_income_tax": amount(row["expected"])}


_EXAMPLES: Final[dict[str, Callable[[dict[str, Any], Row], Row]]] = {
    "wage_bracket": _bracket_example,
    "supplemental_1b_aggregate": _aggregate_example,
    "supplemental_1a_flat": _flat_example,
    "nra_table1_wage_bracket": _nonresident,
    "nra_table2_wage_bracket": _nonresident,
    "fica_max": _fica_maximum,
    "fica_successor": _successor,
    "rounding": _rounding,
    "w2_box1": _box("fit_wages"),
    "w2_box3": _box("oasdi_wages"),
    "w2_box4": _box("oasdi"),
    "w2_box5": _box("medicare_wages"),
    "w2_box6": _box("medicare_to_date"),
}


def _w4(given: dict[str, Any]) -> Row:
    edition = str(given.get("w4", "2020"))
    if edition[:4] < "2020":
        return {"w4_form": "2019", "w4_allowances": str(given.get("allowances", 0))}
    return {"w4_form": "2020", "w4_step2": _flag(str(given.get("step2", False)).lower())}


def _flag(text: str) -> str:
    return "yes" if text == "true" else "no"


def _cents(text: str) -> str:
    cents = int(Decimal(text or "0") * 100)
    return str(cents) if cents else ""
