"""Calls of the flow chart with its own parameters, as the pack's columns and as the reference's person."""

from decimal import Decimal

import numpy as np
from bench.decimal_de import Person

OUTPUTS = {
    "lohnsteuer": "LSTLZZ", "soli": "SOLZLZZ", "bk": "BK", "lohnsteuer_one_off": "STS", "soli_one_off": "SOLZS", "bks": "BKS",
    "vkvlzz": "VKVLZZ", "vkvsonst": "VKVSONST", "vfrb": "VFRB", "vfrbs1": "VFRBS1", "vfrbs2": "VFRBS2", "wvfrb": "WVFRB",
    "wvfrbo": "WVFRBO", "wvfrbm": "WVFRBM",
}  # fmt: skip


def of_call(given, halves, thousandths, kvz):
    """The pack's input columns of a call."""
    columns = {
        "pay_frequency": {1: 3, 2: 0, 3: 1, 4: 2}[given["LZZ"]], "land": 12 if given["PVS"] else 9, "stkl": given["STKL"] - 1,
        "factor": thousandths * 1000, "zkf": halves, "church_member": given["R"], "kvz": kvz * 100,
        "krv": given["KRV"] + 1, "alv": given["ALV"] + 1, "pkv": given["PKV"] + 1, "annual_pay": 1,
        "kv_group": 0, "rv_group": 0, "av_group": 0, "pv_group": 0,
        "regular_pay": given["RE4"] - given["VBEZ"], "pension_pay": given["VBEZ"], "severance_pay": given["SONSTENT"],
        "pension_one_off": given["VBS"], "one_off_tax_only": given["SONSTB"] - given["SONSTENT"] - given["VBS"],
    }  # fmt: skip
    same = ("LZZFREIB", "LZZHINZU", "JFREIB", "JHINZU", "ALTER1", "AJAHR", "VJAHR", "VBEZM", "VBEZS", "ZMVB", "PKPV", "PKPVAGZ", "PVZ",
            "PVA", "STERBE", "MBV", "JRE4", "JRE4ENT", "JVBEZ")  # fmt: skip
    columns |= {name.lower(): given[name] for name in same}
    return {name: np.array([value], np.int64) for name, value in columns.items()}


def person(year, given, halves, thousandths, kvz):
    """The same call for the Decimal reference."""
    told = {name: Decimal(value) for name, value in given.items()}
    told |= {"ZKF": Decimal(halves) / 2, "f": Decimal(thousandths) / 1000, "KVZ": Decimal(kvz) / 100}
    return Person(year, told)
