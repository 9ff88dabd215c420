"""Who may see and change people. A manager reaches the own team and everybody themself, whatever stands here."""

from openhro.core.actor import Role
from openhro.core.permission import define

_PROVIDER = (
    Role.PROVIDER_ADMIN,
    Role.ENGAGEMENT_MANAGER,
    Role.PAYROLL_SPECIALIST,
    Role.BENEFITS_SPECIALIST,
    Role.RECRUITING_SPECIALIST,
    Role.LEARNING_SPECIALIST,
    Role.COMPLIANCE_SPECIALIST,
    Role.RELATIONS_SPECIALIST,
    Role.DESK_SPECIALIST,
)
_CLIENT = (Role.CLIENT_ADMIN, Role.CLIENT_HR)
_PAY = (Role.PROVIDER_ADMIN, Role.PAYROLL_SPECIALIST, Role.BENEFITS_SPECIALIST, *_CLIENT, Role.AUDITOR)
_STAFF = (Role.EMPLOYEE, Role.MANAGER, Role.HIRING_MANAGER, *_CLIENT)

PERSON_VIEW = define("people.person:view", "See all people of a client", *_PROVIDER, *_CLIENT, Role.AUDITOR)
PERSON_EDIT = define(
    "people.person:edit",
    "Add and change people",
    Role.PROVIDER_ADMIN,
    Role.PAYROLL_SPECIALIST,
    Role.BENEFITS_SPECIALIST,
    Role.RECRUITING_SPECIALIST,
    *_CLIENT,
)
EMPLOYMENT_EDIT = define(
    "people.employment:edit",
    "Hire, assign and end employments",
    Role.PROVIDER_ADMIN,
    Role.PAYROLL_SPECIALIST,
    Role.RECRUITING_SPECIALIST,
    *_CLIENT,
)
ADDRESS_VIEW = define("people.address:view", "See home addresses and dates of birth", *_PAY, Role.COMPLIANCE_SPECIALIST)
PAY_VIEW = define("people.pay:view", "See pay terms", *_PAY)
PAY_EDIT = define("people.pay:edit", "Set pay terms", Role.PROVIDER_ADMIN, Role.PAYROLL_SPECIALIST, *_CLIENT)
BANK_VIEW = define(
    "people.bank:view",
    "See masked bank accounts and national ids",
    Role.PROVIDER_ADMIN,
    Role.PAYROLL_SPECIALIST,
    *_CLIENT,
    Role.AUDITOR,
)
BANK_EDIT = define("people.bank:edit", "Change bank accounts", Role.PROVIDER_ADMIN, Role.PAYROLL_SPECIALIST, *_CLIENT)
SECRETS_USE = define(
    "people.secrets:use",
    "Have full account and national numbers put into bank and filing files",
    Role.PROVIDER_ADMIN,
    Role.PAYROLL_SPECIALIST,
)
IMPORT = define(
    "people.import:run", "Import people from a file", Role.PROVIDER_ADMIN, Role.PAYROLL_SPECIALIST, *_CLIENT
)
TEAM_VIEW = define("people.team:view", "See the own team", Role.MANAGER, Role.HIRING_MANAGER)
OWN_EDIT = define("people.own:edit", "Change the own contact details and bank account", *_STAFF)
