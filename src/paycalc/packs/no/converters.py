"""Vector files of the Tax Administration's routine as golden rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paycalc.golden import Converted, Converter, Row

__all__ = ["CONVERTERS"]

_PERIODS: Final = {
    "PERIODE_1_MAANED": "monthly",
    "PERIODE_14_DAGER": "fortnightly",
    "PERIODE_1_UKE": "weekly",
    "PERIODE_4_DAGER": "four_days",
    "PERIODE_3_DAGER": "three_days",
    "PERIODE_2_DAGER": "two_days",
    "PERIODE_1_DAG": "daily",
}
_YEARS: Final = ("2025", "2026")


def withholding(rows: Sequence[Row], out: Converted) -> None:
    """A row: income year, table, period, gross in kroner, withholding."""
    for row in rows:
        if row["tax_year"] not in _YEARS:
            out.drop(row, "another income year than 2025 and 2026")
        elif row["table"].endswith("P"):
            out.drop(row, "a table of pensioners, whose figures are not held")
        else:
            out.rows.append(
                {
                    "day": f"{row['tax_year']}-06-15",
                    "pay_frequency": _PERIODS[row["period"]],
                    "tax_card": "table",
                    "tax_table": row["table"],
                    "employer_contribution_rate": "0%",
                    "regular_pay": row["gross_nok"],
                    "expect.tax_withheld": row["exp_withholding_nok"],
                }
            )


CONVERTERS: Final = (Converter("no.withholding", "vectors_no", withholding),)
