"""Vector files of ATO sample data and of packages as golden rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paycalc.golden import Converted, Converter, Row

__all__ = ["CONVERTERS"]

_SCALES: Final = {
    "1": "no_threshold",
    "2": "threshold",
    "3": "foreign_resident",
    "4": "no_tfn",
    "5": "medicare_exempt",
    "6": "medicare_half",
}
_YEARS: Final = {"2025-26": "2025-07-15", "2026-27": "2026-07-15"}


def withholding(rows: Sequence[Row], out: Converted) -> None:
    """A row: tax year, period, earnings, scale, whether only the study loan component is meant, amount."""
    for row in rows:
        if row["tax_year"] not in _YEARS:
            out.drop(row, "another tax year than 2025-26 and 2026-27")
            continue
        loan = row["stsl_component_only"] == "1"
        golden = {
            "day": _YEARS[row["tax_year"]],
            "pay_frequency": row["period"],
            "tax_treatment": _SCALES[row["scale"]],
            "has_study_loan": "yes" if loan else "no",
            "regular_pay": row["earnings"],
        }
        name = "study_loan" if loan else "income_tax"
        out.rows.append(golden | {f"expect.{name}": row["exp_withholding"]})


CONVERTERS: Final = (Converter("au.withholding", "vectors_au", withholding),)
