"""One German payslip after the other with Decimal: the reference that the columns must agree with to the cent.

Written from the BMF's flow charts with euros as Decimal, branch by branch and name by name, so that it shares nothing with
the pack but the law. Contributions are those of a standard employment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

__all__ = ["Person", "contributions", "tax"]

D = Decimal
ZERO = D(0)


@dataclass(frozen=True)
class Year:
    """What differs from year to year, in euros."""

    gfb: int
    bbg_rv: int
    bbg_kv: int
    w: tuple[int, int, int]
    solzfrei: int
    child: int
    zone2: tuple[int, Decimal]
    zone3: tuple[int, Decimal, Decimal]
    less: tuple[Decimal, Decimal]


YEARS = {
    2025: Year(12096, 96600, 66150, (13785, 34240, 222260), 19950, 9600, (17443, D("932.30")),
               (68480, D("176.64"), D("1015.13")), (D("10911.92"), D("19246.67"))),
    2026: Year(12348, 101400, 69750, (14071, 34939, 222260), 20350, 9756, (17799, D("914.51")),
               (69878, D("173.1"), D("1034.87")), (D("11135.63"), D("19470.38"))),
}  # fmt: skip


@dataclass
class Person:
    """The flow chart's inputs in cents; `zkf` and `f` as Decimal, `kvz` in percent."""

    year: int
    given: dict[str, Decimal] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Decimal:
        return self.given.get(name, ZERO)


def down(value: Decimal, places: int = 0) -> Decimal:
    return value.quantize(D(1).scaleb(-places), ROUND_DOWN)


def up(value: Decimal, places: int = 0) -> Decimal:
    return value.quantize(D(1).scaleb(-places), ROUND_UP)


def step(first: str, first_drop: str, until: int, late: str, slow: str) -> list[Decimal]:
    """The allowances by year from 2005: they fall by a step to 2020, by half of it to 2022, by a quarter from 2023."""
    value, values = D(first), []
    for year in range(2005, 2059):
        values.append(max(value, ZERO))
        value -= D(first_drop) if year < until else D(late) if year < 2022 else D(slow)
    return values


SHARE = step("0.4", "0.016", 2020, "0.008", "0.004")
PENSION = step("3000", "120", 2020, "60", "30")
EXTRA = step("900", "36", 2020, "18", "9")
AGE = step("1900", "76", 2020, "38", "19")


def place(year: Decimal) -> int:
    return min(max(int(year) - 2005, 0), 53)


class Chart:
    """One run through the flow chart."""

    def __init__(self, person: Person) -> None:
        self.p, self.y = person, YEARS[person.year]
        self.lzz, self.stkl = int(person["LZZ"]), int(person["STKL"])
        self.f = person.given.get("f", D(1))
        self.zmvb, self.vbezbso = person["ZMVB"], ZERO
        self.out: dict[str, Decimal] = {}

    def year_of(self, name: str) -> Decimal:
        cents = self.p[name]
        return down({1: cents, 2: cents * 12, 3: cents * 360 / 7, 4: cents * 360}[self.lzz] / 100, 2)

    def period_of(self, euros: Decimal) -> Decimal:
        cents = euros * 100
        return down({1: cents, 2: cents / 12, 3: cents * 7 / 360, 4: cents / 360}[self.lzz])

    def run(self) -> dict[str, Decimal]:
        self.zre4j, self.zvbezj = self.year_of("RE4"), self.year_of("VBEZ")
        self.freib, self.hinzu = self.year_of("LZZFREIB"), self.year_of("LZZHINZU")
        self.mre4()
        self.mre4abz()
        self.mberech()
        self.msonst()
        return self.out

    def mre4(self) -> None:
        p = self.p
        self.fvb = self.fvbz = self.fvbso = self.fvbzso = ZERO
        if self.zvbezj:
            j = place(p["VJAHR"])
            months = self.zmvb if self.lzz == 1 else D(12)
            base = (p["VBEZM"] * months + p["VBEZS"]) / 100
            extra_base = self.vbezbso / 100
            most = up(PENSION[j] * months / 12) if self.lzz == 1 else PENSION[j]
            self.fvbz = up(EXTRA[j] * months / 12) if self.lzz == 1 else EXTRA[j]
            self.fvb = min(up(base * SHARE[j], 2), most, self.zvbezj)
            self.fvbso = min(up(self.fvb + extra_base * SHARE[j], 2), PENSION[j])
            left = down(base + extra_base - self.fvbso, 2)
            self.fvbzso = up(self.fvbz + extra_base)
            if self.fvbzso > left:
                self.fvbzso = up(left)
            self.fvbzso = min(self.fvbzso, EXTRA[j])
            left = down(base - self.fvb, 2)
            if self.fvbz > left:
                self.fvbz = up(left)
        self.alte = ZERO
        if p["ALTER1"]:
            k = place(p["AJAHR"])
            self.alte = min(up((self.zre4j - self.zvbezj) * SHARE[k]), AGE[k])

    def mre4abz(self) -> None:
        self.zre4 = max(down(self.zre4j - self.fvb - self.alte - self.freib + self.hinzu, 2), ZERO)
        self.zre4vp = self.zre4j
        self.zvbez = max(down(self.zvbezj - self.fvb, 2), ZERO)

    def mztabfb(self) -> None:
        anp = ZERO
        if self.zvbez < self.fvbz:
            self.fvbz = D(int(self.zvbez))
        if self.stkl == 6:
            self.fvbz = self.fvbzso = ZERO
        else:
            if self.zvbez > 0:
                anp = up(min(self.zvbez - self.fvbz, D(102)))
            if self.zre4 > self.zvbez:
                wage = self.zre4 - self.zvbez
                anp = up(anp + wage) if wage < 1230 else anp + 1230
        self.anp, self.kztab = anp, 2 if self.stkl == 3 else 1
        self.kfb = (
            down(self.p["ZKF"] * (self.y.child if self.stkl < 4 else D(self.y.child) / 2)) if self.stkl < 5 else ZERO
        )
        sap = 36 if self.stkl < 6 else 0
        self.ztabfb = down((4260 if self.stkl == 2 else 0) + anp + sap + self.fvbz, 2)

    def rates(self) -> Decimal:
        p = self.p
        pv = D("0.023") if p["PVS"] else D("0.018")
        pv += D("0.006") if p["PVZ"] else -p["PVA"] * D("0.0025")
        return p["KVZ"] / 200 + D("0.07") + pv

    def upevp(self) -> None:
        (self.upevp_2025 if self.p.year == 2025 else self.upevp_2026)()

    def upevp_2025(self) -> None:
        p = self.p
        vsp1 = ZERO
        if not p["KRV"]:
            self.zre4vp = min(self.zre4vp, D(self.y.bbg_rv))
            vsp1 = down(self.zre4vp * D("0.093"), 2)
        vsp2 = min(down(self.zre4vp * D("0.12"), 2), D(3000 if self.stkl == 3 else 1900))
        vspn = up(vsp1 + vsp2)
        self.zre4vp = min(self.zre4vp, D(self.y.bbg_kv))
        if not p["PKV"]:
            vsp3 = down(self.zre4vp * self.rates(), 2)
        elif self.stkl == 6:
            vsp3 = ZERO
        else:
            vsp3 = p["PKPV"] * 12 / 100
            if p["PKV"] == 2:
                employer = D("0.0825") + (D("0.013") if p["PVS"] else D("0.018"))
                vsp3 = down(vsp3 - self.zre4vp * employer, 2)
        self.vsp = max(up(vsp3 + vsp1), vspn)
        self.vkv = max(vsp2, vsp3) * 100 if p["PKV"] else ZERO

    def upevp_2026(self) -> None:
        p = self.p
        limited = min(self.zre4vp, D(self.y.bbg_rv))
        vspr = ZERO if p["KRV"] else down(limited * D("0.093"), 2)
        if not p["PKV"]:
            care = down(min(self.zre4vp, D(self.y.bbg_kv)) * self.rates(), 2)
        elif self.stkl == 6:
            care = ZERO
        else:
            care = max(down(p["PKPV"] * 12 / 100, 2) - down(p["PKPVAGZ"] * 12 / 100, 2), ZERO)
        self.vsp, self.vkv = up(care + vspr), ZERO
        if not p["ALV"] and self.stkl != 6:
            most = min(down(limited * D("0.013"), 2) + care, D(1900))
            self.vsp = max(self.vsp, up(vspr + most))

    def mlstjahr(self) -> None:
        self.upevp()
        self.zve = self.zre4 - self.ztabfb - self.vsp
        if self.zve < 1:
            self.zve = ZERO
        self.st = self.tariff(self.zve)

    def tariff(self, income: Decimal) -> Decimal:
        x = down(income / self.kztab)
        return self.uptab(x) * self.kztab if self.stkl < 5 else self.mst5_6(x)

    def uptab(self, x: Decimal) -> Decimal:
        y = self.y
        if x < y.gfb + 1:
            return ZERO
        if x < y.zone2[0] + 1:
            part = down((x - y.gfb) / 10000, 6)
            return down((part * y.zone2[1] + 1400) * part)
        if x < y.zone3[0] + 1:
            part = down((x - y.zone2[0]) / 10000, 6)
            return down((part * y.zone3[1] + 2397) * part + y.zone3[2])
        if x < 277826:
            return down(x * D("0.42") - y.less[0])
        return down(x * D("0.45") - y.less[1])

    def mst5_6(self, x: Decimal) -> Decimal:
        w1, w2, w3 = (D(one) for one in self.y.w)
        if x > w2:
            st = self.up5_6(w2)
            if x > w3:
                return down(down(st + (w3 - w2) * D("0.42")) + (x - w3) * D("0.45"))
            return down(st + (x - w2) * D("0.42"))
        st = self.up5_6(x)
        return min(st, down(self.up5_6(w1) + (x - w1) * D("0.42"))) if x > w1 else st

    def up5_6(self, zx: Decimal) -> Decimal:
        places = 2 if self.p.year == 2025 else 0
        high, low = (self.uptab(down(zx * D(times), places)) for times in ("1.25", "0.75"))
        return max(down(zx * D("0.14")), (high - low) * 2)

    def mberech(self) -> None:
        out = self.out
        self.mztabfb()
        out["VFRB"] = down((self.anp + self.fvb + self.fvbz) * 100)
        self.mlstjahr()
        out["WVFRB"] = max(down((self.zve - self.y.gfb) * 100), ZERO)
        base = year = down(self.st * self.f)
        out["LSTLZZ"] = self.period_of(year)
        out["VKVLZZ"] = self.period_of(self.vkv / 100)
        if self.p["ZKF"] > 0:
            self.ztabfb += self.kfb
            self.mre4abz()
            self.mlstjahr()
            base = down(self.st * self.f)
        self.free = self.y.solzfrei * self.kztab
        solz = ZERO
        if base > self.free:
            solz = min(down(base * D("0.055"), 2), down((base - self.free) * D("0.119"), 2))
        out["SOLZLZZ"] = self.period_of(solz)
        out["BK"] = self.period_of(base) if self.p["R"] else ZERO

    def msonst(self) -> None:
        p, out = self.p, self.out
        out |= dict.fromkeys(("STS", "SOLZS", "BKS", "VKVSONST"), ZERO)
        self.lzz, self.zmvb = 1, self.zmvb or D(12)
        if not p["SONSTB"] and not p["MBV"]:
            return
        self.zre4j, self.zvbezj, self.freib, self.hinzu = (p[n] / 100 for n in ("JRE4", "JVBEZ", "JFREIB", "JHINZU"))
        self.mre4()
        self.mre4abz()
        self.zre4vp -= p["JRE4ENT"] / 100
        self.mztabfb()
        out["VFRBS1"] = (self.anp + self.fvb + self.fvbz) * 100
        self.mlstjahr()
        out["WVFRBO"] = max((self.zve - self.y.gfb) * 100, ZERO)
        without, vkv = self.st, self.vkv
        self.zre4j, self.zvbezj = (p["JRE4"] + p["SONSTB"]) / 100, (p["JVBEZ"] + p["VBS"]) / 100
        self.vbezbso = p["STERBE"]
        self.mre4()
        self.fvb = self.fvbso
        self.mre4abz()
        self.zre4vp += (p["MBV"] - p["JRE4ENT"] - p["SONSTENT"]) / 100
        self.fvbz = self.fvbzso
        self.mztabfb()
        out["VFRBS2"] = (self.anp + self.fvb + self.fvbz) * 100 - out["VFRBS1"]
        self.mlstjahr()
        out["WVFRBM"] = max((self.zve - self.y.gfb) * 100, ZERO)
        out["VKVSONST"] = self.vkv - vkv
        self.stsmin(down((self.st - without) * self.f) * 100)

    def stsmin(self, sts: Decimal) -> None:
        p, out = self.p, self.out
        if sts < 0:
            if p["MBV"]:
                out["LSTLZZ"] = max(out["LSTLZZ"] + sts, ZERO)
                out["SOLZLZZ"] = max(down(out["SOLZLZZ"] + sts * D("0.055")), ZERO)
                out["BK"] = max(out["BK"] + sts, ZERO)
            return
        income = self.zve - self.kfb if p["ZKF"] > 0 else self.zve
        base = down(self.tariff(income if income >= 1 else ZERO) * self.f)
        out["STS"] = sts
        out["SOLZS"] = down(sts * D("0.055")) if base > self.free else ZERO
        out["BKS"] = sts if p["R"] else ZERO


def tax(person: Person) -> dict[str, Decimal]:
    """The flow chart's outputs, in cents."""
    return Chart(person).run()


def contributions(year: int, pay: int, kvz: Decimal, care: tuple[bool, bool, int]) -> dict[str, int]:
    """Employee's and employer's cents of a month's pay in cents; `care` is (Saxony, childless, discounts)."""
    saxony, childless, discounts = care
    held = YEARS[year]
    kv, rv = min(pay, held.bbg_kv * 100 // 12), min(pay, held.bbg_rv * 100 // 12)
    ee, er = (D("0.023"), D("0.013")) if saxony else (D("0.018"), D("0.018"))
    own = ee + D("0.006") if childless else ee - discounts * D("0.0025")
    rates = {"kv": (kv, D("0.073"), D("0.073")), "kvz": (kv, kvz / 200, kvz / 200), "pv": (kv, own, er),
             "rv": (rv, D("0.093"), D("0.093")), "av": (rv, D("0.013"), D("0.013"))}  # fmt: skip
    made = {}
    for name, (base, employee, employer) in rates.items():
        for who, rate in (("employee", employee), ("employer", employer)):
            made[f"{name}_{who}"] = int((base * rate).quantize(D(1), ROUND_HALF_UP))
    return made
