"""The postings of a pay run: which amount goes to which account. Gross and net are sums of the same lines: it balances.

debit   wages             each earning, by cost centre
debit   employer's costs  each employer line, by cost centre
credit  wages             what is given up and stays with the employer (salary sacrifice)
credit  liabilities       each deduction and employer line with a payee
credit  net pay           what the employees receive
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DEFAULTS = {
    "earning": "6000",
    "employer": "6100",
    "employer:pension": "6110",
    "employer:retirement": "6110",
    "employer:hsa": "6120",
    "kept": "6000",
    "liability": "2290",
    "liability:hmrc": "2210",
    "liability:irs": "2220",
    "liability:us": "2230",
    "liability:finanzamt": "2250",
    "liability:krankenkasse": "2260",
    "liability:minijob": "2260",
    "liability:pension": "2240",
    "liability:retirement": "2240",
    "liability:client": "2280",
    "net": "2200",
}
"""Accounts where the pay group names none; `PayGroup.accounts` holds the same keys, and also `<section>:<line>`."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One sum of the run: a line (or a client's own element of it) of a section, for a payee, at a cost centre."""

    section: str
    line: str
    label: str
    payee: str
    cost_centre: str
    amount: int
    account: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: what is on the debit side is positive, on the credit side negative.

    kind: earning, employer, kept, liability or net.
    """

    kind: str
    account: str
    cost_centre: str
    memo: str
    amount: int


def entries(postings: Iterable[Posting], accounts: Mapping[str, str]) -> list[Entry]:
    """The journal of a run; equal account, cost centre and memo are one entry, an entry of nothing is none."""
    sums: dict[tuple[str, str, str, str], int] = {}
    for one in postings:
        for kind, account, centre, amount in _sides(one, accounts):
            key = (kind, account, centre, one.label)
            sums[key] = sums.get(key, 0) + amount
    found = [Entry(*key, amount) for key, amount in sums.items() if amount]
    return sorted(found, key=lambda e: (e.amount < 0, e.account, e.cost_centre, e.memo))


def _sides(one: Posting, accounts: Mapping[str, str]) -> list[tuple[str, str, str, int]]:
    """The debits and credits of one posting: kind, account, cost centre, amount."""
    if one.section == "earning":
        return [("earning", one.account or account_of("earning", one.line, "", accounts), one.cost_centre, one.amount)]
    if one.section == "net":
        return [("net", account_of("net", one.line, "", accounts), "", -one.amount)]
    if not one.payee and one.section != "employer":
        return [("kept", account_of("kept", one.line, "", accounts), one.cost_centre, -one.amount)]
    owed = ("liability", account_of("liability", one.line, one.payee, accounts), "", -one.amount)
    if one.section == "employer":
        cost = account_of("employer", one.line, one.payee, accounts)
        return [("employer", cost, one.cost_centre, one.amount), owed]
    return [owed]


def account_of(kind: str, line: str, payee: str, accounts: Mapping[str, str]) -> str:
    """The account of a kind of posting: the group's before the default, the closer name before the wider one."""
    family = payee.partition("-")[0]
    keys = [f"{kind}:{name}" for name in (line, payee, family) if name] + [kind]
    for chart in (accounts, DEFAULTS):
        for key in keys:
            if chart.get(key):
                return chart[key]
    return DEFAULTS["liability"]
