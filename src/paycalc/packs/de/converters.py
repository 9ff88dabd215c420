"""Vector files of the BMF's flow chart and of gettsim as golden rows; each row left out has its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from paycalc import money
from paycalc.golden import Converted, Converter, Row
from paycalc.packs.de.converters_social import social_row

__all__ = ["CONVERTERS"]

YEARS: Final = ("2025", "2026")
OTHER_YEAR: Final = "another year than 2025 and 2026"
APART: Final = "the two implementations of the source disagree"
_FREQUENCY: Final = {"1": "annual", "2": "monthly", "3": "weekly", "4": "daily"}
_NO_GROUPS: Final = {f"{branch}_group": "0" for branch in ("kv", "rv", "av", "pv")}
_CENTS: Final = {
    "lzzfreib": "LZZFREIB", "lzzhinzu": "LZZHINZU", "jfreib": "JFREIB", "jhinzu": "JHINZU", "vbezm": "VBEZM",
    "vbezs": "VBEZS", "pkpv": "PKPV", "pkpvagz": "PKPVAGZ", "pension_pay": "VBEZ", "severance_pay": "SONSTENT",
    "pension_one_off": "VBS", "sterbe": "STERBE", "mbv": "MBV", "jre4": "JRE4", "jre4ent": "JRE4ENT",
    "jvbez": "JVBEZ",
}  # fmt: skip
_COUNTS: Final = {
    "ajahr": "AJAHR",
    "vjahr": "VJAHR",
    "zmvb": "ZMVB",
    "pva": "PVA",
    "krv": "KRV",
    "alv": "ALV",
    "pkv": "PKV",
}
_FLAGS: Final = {"alter1": "ALTER1", "pvz": "PVZ", "church_member": "R"}
_EXPECTED: Final = {
    "lohnsteuer": "LSTLZZ", "soli": "SOLZLZZ", "bk": "BK", "lohnsteuer_one_off": "STS", "soli_one_off": "SOLZS",
    "bks": "BKS", "vkvlzz": "VKVLZZ", "vkvsonst": "VKVSONST", "vfrb": "VFRB", "vfrbs1": "VFRBS1", "vfrbs2": "VFRBS2",
    "wvfrb": "WVFRB", "wvfrbo": "WVFRBO", "wvfrbm": "WVFRBM",
}  # fmt: skip


def each(convert: Callable[[Row, Converted], None]) -> Callable[[Sequence[Row], Converted], None]:
    """A converter of a file from a converter of a row; rows of years that the pack does not hold are left out."""

    def all_(rows: Sequence[Row], out: Converted) -> None:
        for row in rows:
            if row["tax_year"] in YEARS:
                convert(row, out)
            else:
                out.drop(row, OTHER_YEAR)

    return all_


def _euros(cents: str) -> str:
    """The amount of whole cents in euros; a source may write 0.00 for 0."""
    whole, _, rest = (cents or "0").partition(".")
    if rest.strip("0"):
        raise ValueError(f"{cents} is no whole number of cents")
    return money.format(int(whole), "EUR")


def _minus(one: str, *others: str) -> str:
    return _euros(str(int(one or 0) - sum(int(other or 0) for other in others)))


def _tax(row: Row, out: Converted) -> None:
    """A call of the flow chart. No contributions are asked for: the groups are 0 and the markers are told."""
    if row.get("agree_java_js", "1") != "1":
        return out.drop(row, APART)
    golden = {
        "day": f"{row['tax_year']}-12-31",
        "pay_frequency": _FREQUENCY[row["LZZ"]],
        "land": "SN" if row.get("PVS", "0") == "1" else "NW",
        "stkl": row["STKL"],
        "factor": row["F"] if row.get("AF", "0") == "1" else "1",
        "zkf": f"{row['ZKF']}.0" if "." not in row["ZKF"] else row["ZKF"],
        "kvz": f"{row['KVZ']}%",
        "insolvency_levy": "no",
        "annual_pay": "given",
        **_NO_GROUPS,
        "regular_pay": _minus(row["RE4"], row.get("VBEZ", "0")),
        "one_off_tax_only": _minus(row.get("SONSTB", "0"), row.get("SONSTENT", "0"), row.get("VBS", "0")),
    }
    golden |= {column: _euros(row.get(name, "0")) for column, name in _CENTS.items()}
    golden |= {column: str(int(row.get(name) or 0)) for column, name in _COUNTS.items()}
    golden |= {column: "yes" if int(row.get(name) or 0) > 0 else "no" for column, name in _FLAGS.items()}
    for column, name in _EXPECTED.items():
        told = row.get(f"exp_{name}", "")
        golden[f"expect.{column}"] = _euros(told) if told else ""
    out.rows.append({name: text for name, text in golden.items() if text or not name.startswith("expect.")})
    return None


def _check_value(row: Row, out: Converted) -> None:
    """A check value of the BMF: the tax alone, of the parameters that the file has."""
    told = {name.removesuffix("_cent"): text for name, text in row.items()}
    _tax(told, out)


CONVERTERS: Final = (
    Converter("de.lohnsteuer", "vectors_de", each(_tax)),
    Converter("de.pruefwerte", "vectors_de_pruefwerte", each(_check_value)),
    Converter("de.social", "vectors_de_sv", each(social_row)),
)
