"""What can be read about people; every answer holds only what the actor may see."""

from openhro.people.queries.counts import AssignmentLine, EmployedDays, PayTermsLine, RosterLine, assignments, employed_days, headcount, pay_terms, roster, team
from openhro.people.queries.imported import batch, batches
from openhro.people.queries.paying import PayRosterRow, Terms, check_employments, client_of, employment_ids, pay_roster
from openhro.people.queries.person import AddressView, AssignmentView, BankView, EmploymentView, PayView, PersonView, employment, person, person_of
from openhro.people.queries.persons import Filters, Match, Page, Row, matches, people, search, sites
from openhro.people.queries.printed import Named, Printed, employments_named, names_of, own_employments, printed, terms_of
from openhro.people.queries.secrets import AccountShare, Payee, account_shares, national_numbers, payees
from openhro.people.queries.timeline import Fact, timeline

__all__ = [
    "AccountShare",
    "AddressView",
    "AssignmentLine",
    "AssignmentView",
    "BankView",
    "EmployedDays",
    "EmploymentView",
    "Fact",
    "Filters",
    "Match",
    "Named",
    "Page",
    "PayRosterRow",
    "PayTermsLine",
    "PayView",
    "Payee",
    "PersonView",
    "Printed",
    "RosterLine",
    "Row",
    "Terms",
    "account_shares",
    "assignments",
    "batch",
    "batches",
    "check_employments",
    "client_of",
    "employed_days",
    "employment",
    "employment_ids",
    "employments_named",
    "headcount",
    "matches",
    "names_of",
    "national_numbers",
    "own_employments",
    "pay_roster",
    "pay_terms",
    "payees",
    "people",
    "person",
    "person_of",
    "printed",
    "roster",
    "search",
    "sites",
    "team",
    "terms_of",
    "timeline",
]
