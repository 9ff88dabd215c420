"""The columns of the import of people: one row is a person with one employment. Template, checks and manual use them.

A cell left empty, or a column left out, leaves what is known as it is. What a new person or employment needs is
marked in its help, for a file of changes does without.
"""

from __future__ import annotations

from openhro.core.imports import Column
from openhro.people.rules import fields, identity

SCHEMES = ("ach", "bacs", "sepa", "cheque")

COLUMNS = (
    Column("person_id", "Your own key of the person, the same always.", required=True, most=60, example="P-1001"),
    Column(
        "employment_id", "Your own key of the employment; a person hired again has a new one.",
        required=True, most=60, example="E-1001",
    ),
    Column("given_name", "Needed for a new person.", most=80, example="Tom"),
    Column("family_name", "Needed for a new person.", most=80, example="Okafor"),
    Column("preferred_name", "The name used in the house, where it differs.", most=80),
    Column("date_of_birth", "As 1999-09-02.", "date", example="1999-09-02"),
    Column("sex", "As the tax authority asks for it.", "choice", choices=("F", "M", "X"), example="M"),
    Column("email", "Also finds somebody who worked here before.", most=254, example="tom@example.org"),
    Column("phone", "With the country's code.", "phone", example="+44 113 496 0000"),
    Column("address_line1", "The home address; with a city and a country.", most=80, example="4 Kirkgate"),
    Column("address_line2", "", most=80),
    Column("city", "", most=60, example="Leeds"),
    Column("region", "State or county; in the US the two letters of the state.", most=40),
    Column("postcode", "", most=16, example="LS1 6BX"),
    Column("address_country", "Two letters.", most=2, example="GB"),
    Column("national_id_kind", "With national_id.", "choice", choices=tuple(identity.KINDS), example="NINO"),
    Column("national_id", "Kept encrypted.", most=40, secret=True, example="AB123456C"),
    Column("national_id_country", "For the kind OTHER only.", most=2),
    Column(
        "known_different", "yes: this new person is not the one here with the same e-mail, or name and date of birth.",
        "yes_no",
    ),
    Column("number", "The staff number that a payslip prints.", most=30, example="1001"),
    Column("entity", "Code of the client's company that employs.", most=40, example="HAL-UK"),
    Column("provider_entity", "Code of the provider's company that employs, where it does.", most=40),
    Column("country", "Where the work is done; needed for a new employment.", most=2, example="GB"),
    Column("start", "First day; needed for a new employment.", "date", example="2026-06-15"),
    Column("end", "Last day; with end_reason.", "date"),
    Column("end_reason", "", "choice", choices=fields.END_REASONS),
    Column("continuous_service_from", "Where service counts from before the start.", "date"),
    Column("effective", "From when changes hold; today where empty. New employments begin with their start.", "date"),
    Column("job_title", "Needed for a new employment.", most=120, example="Assembly Technician"),
    Column("site", "", most=80, example="Leeds"),
    Column("department", "", most=80, example="Assembly"),
    Column("cost_centre", "", most=40, example="CC-100"),
    Column("manager", "The manager's employment_id, in this file or here already.", most=60),
    Column("fte", "Above 0, at most 1.", "decimal", example="1"),
    Column("pay_basis", "With pay and currency.", "choice", choices=fields.BASES, example="annual"),
    Column("pay", "For one unit of the basis.", "amount", example="32000.00"),
    Column("currency", "Three letters.", most=3, example="GBP"),
    Column("hours_week", "Needed for hourly pay.", "decimal", example="37.5"),
    Column("pay_reason", "Why pay is set.", most=120),
    Column("bank_scheme", "Where net pay goes.", "choice", choices=SCHEMES, example="bacs"),
    Column("bank_holder", "As the bank has the name.", most=70, example="T Okafor"),
    Column("bank_routing", "Routing number, sort code or BIC.", most=20, secret=True, example="200000"),
    Column("bank_account", "Account number, or IBAN (sepa). Kept encrypted.", most=40, secret=True, example="55779911"),
    Column("bank_kind", "", "choice", choices=("checking", "savings")),
)  # fmt: skip

# From the fields that rules name to the columns of the file.
OF_FIELD = {
    "line1": "address_line1", "line2": "address_line2", "since": "effective", "day": "effective", "amount": "pay",
    "basis": "pay_basis", "reason": "pay_reason", "scheme": "bank_scheme", "holder": "bank_holder",
    "routing": "bank_routing", "account": "bank_account", "kind": "bank_kind", "rehome_to": "end",
}  # fmt: skip

PERSON = ("given_name", "family_name", "preferred_name", "date_of_birth", "sex", "email", "phone")
HOME = {
    "address_line1": "line1", "address_line2": "line2", "city": "city", "region": "region", "postcode": "postcode",
    "address_country": "country",
}  # fmt: skip
POST = ("job_title", "site", "department", "cost_centre", "fte")
