"""The same Canadian payslip, one person at a time, from the text of Guide T4127; tests and the bench compare.

Decimal where every factor is rounded to the cent; Fraction where only the deduction is, so that nothing is lost on the way.
Amounts are dollars. Figures come from the pack's files, formulas from nowhere but the guide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from paycalc.parameters import Law

Number = Any  # Decimal or Fraction, the same within one payslip
CENT = Decimal("0.01")
PERIODS = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}
PROVINCES = ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "SK", "YT")


@dataclass
class Person:
    """What the reference needs; amounts in dollars as text or Decimal, claims as the pack's choices."""

    province: str = "ON"
    periods: int = 26
    federal: tuple[str, Decimal] = ("basic", Decimal(0))
    provincial: tuple[str, Decimal] = ("basic", Decimal(0))
    pay: Decimal = Decimal(0)
    benefit: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    rrsp: Decimal = Decimal(0)
    dues: Decimal = Decimal(0)
    zone: Decimal = Decimal(0)
    dependants: int = 0
    shares: Decimal = Decimal(0)
    months: int = 12
    exempt: frozenset[str] = frozenset()  # of "cpp", "cpp2", "ei"
    before: dict[str, Decimal] = field(default_factory=dict)  # D, D2, D1, PI, B1, F4, F5B, ER
    deduction_only: bool = False


@dataclass
class Sum:
    """The year that a tax is worked out on."""

    a: Number
    employment: Number
    credit: Number


def cents(amount: Number) -> Number:
    """Half up to the cent, in the number's own kind."""
    if isinstance(amount, Fraction):
        return Fraction((2 * 100 * amount.numerator + amount.denominator) // (2 * amount.denominator), 100)
    return amount.quantize(CENT, ROUND_HALF_UP)


class Slip:
    """One payslip."""

    def __init__(self, law: Law, person: Person) -> None:
        self.law, self.p = law, person
        self.number: Callable[[Any], Number] = (lambda value: Fraction(str(value))) if person.deduction_only else (
            lambda value: Decimal(str(value)))  # fmt: skip
        self.factor: Callable[[Number], Number] = (lambda value: value) if person.deduction_only else cents
        self.quebec = person.province == "QC"

    def figure(self, name: str) -> Number:
        """A figure of the day."""
        return self.number(self.law.value(name))

    def was(self, name: str) -> Number:
        """A figure of earlier pay."""
        return self.number(self.p.before.get(name, 0))

    def all(self) -> dict[str, Number]:
        """Every line."""
        n, p = self.number, self.p
        pay, benefit, bonus = n(p.pay), n(p.benefit), n(p.bonus)
        self.pi, self.ie, self.b, self.i = pay + benefit + bonus, pay + bonus, bonus, pay + benefit
        c, c2 = self.plan()
        ei, employer = self.ei()
        plan = f"plan.{'qpp' if self.quebec else 'cpp'}"
        f5 = self.factor(c * self.figure(f"{plan}.additional") / self.figure(f"{plan}.rate") + c2)
        f5a, f5b = (self.factor(f5 * part / self.pi) if self.pi else n(0) for part in (self.i, bonus))
        if not bonus:
            f5a = f5
        annual = n(p.periods) * (self.i - n(p.rrsp) - n(p.dues) - f5a) - n(p.zone)
        a = max(annual, n(0))
        t1, t2 = self.year(Sum(a, self.i * p.periods, self.credits(c, ei, None)))
        made = {"cpp": c, "cpp2": c2, "ei": ei, "ei_employer": employer,
                "federal_tax": cents(t1 / p.periods), "provincial_tax": cents(t2 / p.periods),
                "federal_bonus_tax": n(0), "provincial_bonus_tax": n(0)}  # fmt: skip
        if bonus:
            made |= self.bonus(a, f5b, (c, ei))
        return made

    def bonus(self, a: Number, f5b: Number, paid: tuple[Number, Number]) -> dict[str, Number]:
        """TB: the year's tax with the payment less the year's tax without it."""
        n, p, b1 = self.number, self.p, self.was("B1")
        earlier = a + max(b1 - self.was("F4") - self.was("F5B"), n(0))
        now = earlier + max(self.b - f5b, n(0))
        earned = self.i * p.periods + b1
        one = self.year(Sum(now, earned + self.b, self.credits(*paid, self.b)))
        two = self.year(Sum(earlier, earned, self.credits(*paid, n(0))))
        if now <= self.figure("tax.small_income.most"):
            share = self.figure("tax.small_income.quebec" if self.quebec else "tax.small_income.rate")
            federal = n(0) if p.federal[0] == "E" else cents(self.b * share)
            return {"federal_bonus_tax": federal, "provincial_bonus_tax": n(0)}
        return {"federal_bonus_tax": cents(max(one[0] - two[0], n(0))),
                "provincial_bonus_tax": cents(max(one[1] - two[1], n(0)))}  # fmt: skip

    def exemption(self) -> Number:
        """3,500 / P, the third decimal dropped."""
        return self.number(self.law.money("plan.exemption") // self.p.periods) / 100

    def plan(self) -> tuple[Number, Number]:
        """C and C2, chapter 6."""
        n, p, name = self.number, self.p, "qpp" if self.quebec else "cpp"
        if "cpp" in p.exempt:
            return n(0), n(0)
        rate = self.figure(f"plan.{name}.rate")
        free = self.exemption() if self.i > 0 else n(0)
        room = cents(self.figure(f"plan.{name}.most") * p.months / 12) - self.was("D")
        c = max(n(0), min(room, cents(rate * (self.pi - free))))
        start = max(self.was("PI"), cents(self.figure("plan.ympe") * p.months / 12))
        room = cents(self.figure("plan.second.most") * p.months / 12) - self.was("D2")
        c2 = max(n(0), min(room, cents((self.was("PI") + self.pi - start) * self.figure("plan.second.rate"))))
        return c, n(0) if "cpp2" in p.exempt else c2

    def ei(self) -> tuple[Number, Number]:
        """Premium of the employee and of the employer, chapter 7."""
        n, place = self.number, "ei.quebec" if self.quebec else "ei.canada"
        if "ei" in self.p.exempt:
            return n(0), n(0)
        one = min(self.figure(f"{place}.most") - self.was("D1"), cents(self.figure(f"{place}.rate") * self.ie))
        two = min(
            self.figure(f"{place}.employer_most") - self.was("ER"), cents(self.figure(f"{place}.employer") * self.ie)
        )
        return max(n(0), one), max(n(0), two)

    def credits(self, c: Number, ei: Number, bonus: Number | None) -> Number:
        """The year's base contributions and premiums: of regular pay alone (None), or with an earlier and this bonus."""
        return self.contributions(c, bonus) + self.premiums(ei, bonus) + self.parental(bonus)

    def contributions(self, c: Number, bonus: Number | None) -> Number:
        """P x C x base rate / rate, as CRA's calculator replaces it near the maximum."""
        n, p, name = self.number, self.p, "qpp" if self.quebec else "cpp"
        rate, base = self.figure(f"plan.{name}.rate"), self.figure(f"plan.{name}.base")
        most = cents(self.figure(f"plan.{name}.most_base") * p.months / 12)
        paid = self.factor(self.was("D") * base / rate)
        if "cpp" in p.exempt:
            return min(most, paid)
        regular = cents(rate * max(n(0), self.i - self.exemption()))
        extra = n(0) if bonus is None else cents(rate * self.was("B1")) + cents(rate * bonus)
        if bonus is None:
            regular = min(regular, c)
        if c >= cents(self.figure(f"plan.{name}.most") * p.months / 12) - self.was("D"):
            return most
        return min(most, max(paid, self.factor((p.periods * regular + extra) * base / rate)))

    def premiums(self, ei: Number, bonus: Number | None) -> Number:
        """P x EI; a bonus up to what the year's regular pay leaves of the insurable earnings."""
        n, p, place = self.number, self.p, "ei.quebec" if self.quebec else "ei.canada"
        rate, most, paid = self.figure(f"{place}.rate"), self.figure(f"{place}.most"), self.was("D1")
        if "ei" in p.exempt:
            return min(paid, most)
        insurable = self.ie - self.b
        regular = cents(rate * insurable)
        if bonus is None:
            regular = min(regular, ei)
        year = min(most, p.periods * regular)
        if bonus is not None:
            left = max(n(0), self.figure("ei.earnings") - p.periods * insurable)
            b1 = self.was("B1")
            year += cents(rate * min(b1, left)) + cents(rate * min(bonus, max(n(0), left - b1)))
        return max(year, most) if ei >= most - paid else max(year, min(paid, most))

    def parental(self, bonus: Number | None) -> Number:
        """P x IE x rate of QPIP."""
        if not self.quebec or "ei" in self.p.exempt:
            return self.number(0)
        earned = self.p.periods * (self.ie - self.b) + (0 if bonus is None else self.was("B1") + bonus)
        return min(self.factor(earned * self.figure("qpip.rate")), self.figure("qpip.most"))

    def bracket(self, place: str, a: Number) -> tuple[Number, Number, Number]:
        """(rate, constant, lowest rate) of Table 8.1."""
        rows = self.law.value(f"tax.{place}.brackets")
        row = max((row for row in rows if row[0] <= a), key=lambda row: row[0])
        return self.number(row[1]), self.number(row[2]), self.number(rows[0][1])

    def claim(self, place: str, claim: tuple[str, Decimal], income: Number) -> Number:
        """TC or TCP."""
        choice, amount = claim
        if choice == "amount":
            return self.number(amount)
        if choice == "E":
            return self.number(0)
        if choice != "basic":
            return self.number(self.law.value(f"claim.{place}.codes")[int(choice)])
        start, end, low, high = (self.figure(f"claim.{place}.basic.{name}") for name in ("start", "end", "from", "to"))
        above = min(max(income - low, self.number(0)), high - low)
        return cents(start - above * (start - end) / (high - low))

    def year(self, year: Sum) -> tuple[Number, Number]:
        """(T1, T2)."""
        return self.federal(year), self.provincial(year) if self.p.province in PROVINCES else self.number(0)

    def federal(self, year: Sum) -> Number:
        """Steps 2 and 3."""
        n, p = self.number, self.p
        rate, constant, low = self.bracket("federal", year.a)
        k1 = cents(low * self.claim("federal", p.federal, year.a + n(p.zone)))
        k2 = self.factor(low * year.credit)
        k4 = self.factor(low * min(year.employment, self.figure("tax.federal.cea")))
        t3 = max(n(0), self.factor(rate * year.a) - constant - k1 - k2 - k4)
        lcf = min(
            self.figure("tax.federal.lcf.most"),
            self.factor(self.figure("tax.federal.lcf.rate") * p.periods * n(p.shares)),
        )
        if p.federal[0] == "E":
            return n(0)
        if p.province == "QC":
            return max(n(0), max(n(0), t3 - lcf) - self.factor(self.figure("tax.quebec_abatement") * t3))
        surtax = self.factor(self.figure("tax.outside_surtax") * t3) if p.province == "outside" else n(0)
        return max(n(0), t3 + surtax - lcf)

    def provincial(self, year: Sum) -> Number:
        """Steps 4 and 5."""
        n, p, here = self.number, self.p, self.p.province
        rate, constant, low = self.bracket(here, year.a)
        k1p = cents(low * self.claim(here, p.provincial, year.a + (n(0) if here == "NS" else n(p.zone))))
        k2p = self.factor(low * year.credit)
        k4p = self.factor(low * min(year.employment, self.figure("tax.YT.cea"))) if here == "YT" else n(0)
        k5p = n(0)
        if here == "AB" and self.law.has("tax.AB.supplemental"):
            share = self.law.rate("tax.AB.supplemental.rate")
            over = k1p + k2p - self.figure("tax.AB.supplemental.over")
            k5p = max(n(0), self.factor(over * share.numerator / share.denominator))
        t4 = max(n(0), self.factor(rate * year.a) - constant - k1p - k2p - k4p - k5p)
        if p.provincial[0] == "E":
            t4 = n(0)
        t2 = t4
        if here == "ON":
            t2 = self.ontario(year.a, t4)
        if here == "BC":
            t2 = t4 - self.british_columbia(year.a, t4)
        if self.law.has(f"tax.{here}.lcp"):
            lcp = self.factor(self.figure(f"tax.{here}.lcp.rate") * p.periods * n(p.shares))
            t2 -= min(self.figure(f"tax.{here}.lcp.most"), lcp)
        return max(n(0), t2)

    def ontario(self, a: Number, t4: Number) -> Number:
        """T4 + V1 + V2 - S."""
        n = self.number
        (one, low), (two, high) = self.law.value("tax.ON.surtax")
        v1 = self.factor(max(n(0), t4 - n(one)) * n(low) + max(n(0), t4 - n(two)) * n(high))
        v2 = n(0)
        for start, rate, base, most in self.law.value("tax.ON.health"):
            if a > n(start):
                v2 = min(n(most), self.factor(n(base) + n(rate) * (a - n(start))))
        twice = 2 * (
            self.figure("tax.ON.reduction.amount") + self.p.dependants * self.figure("tax.ON.reduction.dependant")
        )
        return t4 + v1 + v2 - max(n(0), min(t4 + v1, twice - t4 - v1))

    def british_columbia(self, a: Number, t4: Number) -> Number:
        """S."""
        n = self.number
        amount, start, end, rate = (
            self.figure(f"tax.BC.reduction.{name}") for name in ("amount", "from", "to", "rate")
        )
        if a > end:
            return n(0)
        return max(n(0), min(t4, amount - self.factor(max(n(0), a - start) * rate)))


def payslip(law: Law, person: Person) -> dict[str, Number]:
    """Every line of one person, and net pay of what the person was paid in money."""
    return Slip(law, person).all()
