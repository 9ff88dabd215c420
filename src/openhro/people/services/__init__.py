"""What can be done with people. The arguments' types are here too, so that callers import one module."""

from openhro.people.imports.columns import COLUMNS as IMPORT_COLUMNS
from openhro.people.imports.run import Options, import_people
from openhro.people.imports.waiting import carry_out_import, receive, stop_import
from openhro.people.rules import Account, Home, Leaving, NationalNumber, Newcomer, NewPerson, Pay, Post, Terms
from openhro.people.services.assignments import assign
from openhro.people.services.banks import add_bank_account, close_bank_account, replace_bank_account
from openhro.people.services.employments import NEXT_MANAGER, end_employment, hire, hire_new, take_back_end
from openhro.people.services.pay import set_pay_terms
from openhro.people.services.persons import add_person, change_person, link_user, set_home, set_national_id

__all__ = [
    "IMPORT_COLUMNS", "NEXT_MANAGER", "Account", "Home", "Leaving", "NationalNumber", "NewPerson",
    "Newcomer", "Options", "Pay", "Post", "Terms", "add_bank_account", "add_person", "assign", "carry_out_import",
    "change_person", "close_bank_account", "end_employment", "hire", "hire_new", "import_people", "link_user",
    "receive", "replace_bank_account", "set_home", "set_national_id", "set_pay_terms", "stop_import", "take_back_end",
]  # fmt: skip
