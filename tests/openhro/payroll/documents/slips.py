"""Plain factories of payslip documents."""

import struct
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from openhro.core.documents import Brand
from openhro.payroll.documents import Employee, Employer, Fact, Line, Payment, PayslipDocument, Period

NORTHWIND = Employer(
    "Northwind Foods Ltd",
    ("12 Harbour Road", "Leith", "Edinburgh EH6 6QQ"),
    (Fact("PAYE reference", "961/NW12345"), Fact("Accounts office", "961PA00012345")),
)
ADA = Employee(
    "Ada Okonkwo-Sinclair",
    "NW-00482",
    ("Flat 3, 27 Meadow Lane", "Edinburgh EH9 1JL"),
    "QQ •• •• 56 C",
    (Fact("Tax code", "S1257L"), Fact("NI category", "A")),
)


def png(width=240, height=60, colour=(15, 118, 110)):
    """A plain PNG of one colour."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\x00" + bytes(colour) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def british(**changes):
    """A monthly slip of a UK employee, complete and balanced."""
    document = PayslipDocument(
        brand=Brand("Northwind Foods", "#0f766e"),
        employer=NORTHWIND,
        employee=ADA,
        period=Period(date(2026, 11, 27), date(2026, 11, 1), date(2026, 11, 30), "8 of 12", "Monthly"),
        earnings=(
            Line("Basic salary", 348_333, 2_786_664),
            Line("Overtime at time and a half", 19_350, 61_920, Decimal("6.00"), "h", Decimal("32.25")),
            Line("Car allowance", 35_000, 280_000),
        ),
        taxes=(Line("Income tax (PAYE)", 57_284, 451_120), Line("National Insurance", 28_390, 224_902)),
        deductions=(
            Line("Workplace pension, 5 %", 20_134, 156_429),
            Line("Student loan, plan 4", 8_700, 66_300),
            Line("Cycle to work", 4_167, 33_336),
        ),
        net_pay=284_008,
        currency="GBP",
        country="GB",
        run_hash="9f2c41d07be85a3396aa01c4be7d88f0a3e0d1c2b3a495867788990011223344",
        day=date(2026, 11, 25),
        payments=(
            Payment("••-••-34 ••••5678 (Bank of Leith)", 259_008),
            Payment("••-••-13 ••••0021 (savings)", 25_000),
        ),
        employer_costs=(
            Line("Employer National Insurance", 54_280, 431_240),
            Line("Employer pension, 8 %", 32_214, 250_286),
        ),
        messages=("Your tax is 38.40 higher than last month because you worked 6.00 hours of overtime.",),
    )
    return replace(document, **changes)


def american(**changes):
    """A biweekly slip of a US employee on Letter."""
    document = british(
        brand=Brand("Granite Robotics", "#b45309"),
        employer=Employer(
            "Granite Robotics, Inc.",
            ("400 Market Street, Suite 900", "Philadelphia, PA 19106"),
            (Fact("EIN", "12-3456789"),),
        ),
        employee=Employee(
            "Marisol Vega",
            "1047",
            ("88 Pine Street, Apt 4B", "Camden, NJ 08102"),
            "•••-••-6789",
            (Fact("W-4", "Single, step 3 2,000.00"), Fact("Work state", "PA"), Fact("Resident state", "NJ")),
        ),
        period=Period(date(2026, 11, 27), date(2026, 11, 9), date(2026, 11, 22), "24 of 26", "Biweekly"),
        earnings=(
            Line("Regular", 288_000, 6_912_000, Decimal("80.00"), "h", Decimal("36.00")),
            Line("Overtime premium", 21_600, 140_400, Decimal("4.00"), "h", Decimal("54.00")),
        ),
        taxes=(
            Line("Federal income tax", 29_817, 702_331),
            Line("Social Security", 18_451, 421_099),
            Line("Medicare", 4_315, 98_483),
            Line("New Jersey income tax", 9_120, 219_880),
            Line("Philadelphia wage tax", 10_650, 248_122),
        ),
        deductions=(Line("401(k), pre-tax", 18_576, 423_144), Line("Medical, section 125", 12_000, 288_000)),
        net_pay=206_671,
        currency="USD",
        country="US",
        language="en-US",
        payments=(Payment("Checking ••••4412", 206_671),),
        employer_costs=(Line("Social Security", 18_451, 421_099), Line("401(k) match", 9_288, 211_572)),
        messages=(),
    )
    return replace(document, **changes)
