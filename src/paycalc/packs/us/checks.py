"""Rows that cannot be paid as entered, each with a sentence that says what to change."""

from __future__ import annotations

from typing import Final

from paycalc.columns import Kind, Type
from paycalc.errors import FigureMissing
from paycalc.packs.us.columns import INPUTS
from paycalc.packs.us.place_checks import places
from paycalc.run import Run

__all__ = ["check"]

_MOST: Final = 10**11
"""Cents of one amount of one pay: what all products of the formulas can bear."""


def check(r: Run) -> None:
    """Report every row that cannot be paid as entered."""
    if not r.rows:
        return
    _amounts(r)
    _w4(r)
    _nonresident(r)
    _hours(r)
    places(r)
    _client(r)


def _amounts(r: Run) -> None:
    for column in INPUTS:
        if not r.given(column.name) or column.type not in (Type.MONEY, Type.INT):
            continue
        values, least = r[column.name], 0
        if column.kind is Kind.ACCUMULATOR:
            continue
        most = _MOST if column.type is Type.MONEY else 1_000
        if column.name == "employer_size":
            most = 10**8
        if column.name.startswith("hours_"):
            most = 10**6
        if int(values.min()) < least:
            r.problem(
                values < least,
                column.name,
                "negative",
                f"{column.label}: {{value}} is below zero; correct it in a reversal run.",
            )
        if int(values.max()) > most:
            r.problem(
                values > most, column.name, "out_of_range", f"{column.label}: {{value}} is more than one pay holds."
            )


def _w4(r: Run) -> None:
    if not r.given("w4_form"):
        if r.given("w4_allowances"):
            r.problem(r["w4_allowances"] > 0, "w4_allowances", "form", "Form W-4 of 2020 or later has no allowances.")
        return
    old = r["w4_form"] == 1
    r.problem(
        old & (r["w4_status"] == 2),
        "w4_status",
        "form",
        "Form W-4 of 2019 or earlier has no head of household: enter single or married.",
    )
    for name in ("w4_step2", "w4_step3", "w4_step4a", "w4_step4b"):
        if r.given(name):
            r.problem(
                old & (r[name] > 0), name, "form", f"Form W-4 of 2019 or earlier has no {r.pack.input(name).label}."
            )
    r.problem(~old & (r["w4_allowances"] > 0), "w4_allowances", "form", "Form W-4 of 2020 or later has no allowances.")


def _nonresident(r: Run) -> None:
    """What raises a nonresident alien's wages is printed for each year; where the print was not seen, it is entered."""
    if r.given("nra_amount"):
        r.problem(
            (r["nra_amount"] > 0) & (r["w4_nra"] == 0),
            "nra_amount",
            "conflict",
            "An amount of {value} is entered for a nonresident alien, but the employee is none.",
        )
    if r.given("w4_nra") and not r.law.has("nra.new"):
        r.problem(
            (r["w4_nra"] == 1) & (r["nra_amount"] == 0),
            "nra_amount",
            FigureMissing.code,
            f"{r.law.refusal('nra.new')}; enter nra_amount from its Table 1 (a form of 2019 or earlier) or Table 2",
        )


def _hours(r: Run) -> None:
    """Overtime is part of the hours worked; hours without a rate would be paid nothing."""
    if not r.given("hours_worked"):
        return
    r.problem(
        r["hours_overtime"] + r["hours_double"] > r["hours_worked"],
        "hours_overtime",
        "conflict",
        "Overtime and double time are more than the hours worked.",
    )
    r.problem(
        (r["hours_worked"] > 0) & (r["hour_rate"] == 0), "hour_rate", "conflict", "Hours are given without a rate."
    )


def _client(r: Run) -> None:
    if r.given("futa_net_rate"):
        entered = r["futa_net_rate"]
        r.problem(
            (entered > 0) & ((entered < 6_000) | (entered > 60_000)),
            "futa_net_rate",
            "out_of_range",
            "The net FUTA rate {value} is not between 0.6% and 6.0%.",
        )
    if r.given("sui_account"):
        r.problem(
            (r["sui_account"] == 2) & (r["sui_rate"] > 0),
            "sui_rate",
            "conflict",
            "sui_account is none, but a rate of {value} is entered.",
        )
