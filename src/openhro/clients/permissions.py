"""Who may set up clients, entities and users."""

from openhro.core.actor import NOT_STAFF, Role
from openhro.core.permission import define

CLIENT_ADD = define("clients.client:add", "add client companies and provider entities", Role.PROVIDER_ADMIN)
CLIENT_READ = define(
    "clients.client:read",
    "read a client's entities and registrations",
    *(role for role in Role if role not in NOT_STAFF),
    Role.MANAGER,
    Role.HIRING_MANAGER,
)
CLIENT_EDIT = define("clients.client:edit", "change a client's entities", Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER)
USER_INVITE = define("clients.user:invite", "invite users and give them roles", Role.PROVIDER_ADMIN, Role.CLIENT_ADMIN)
ACCOUNT_SECURE = define(
    "clients.account:secure", "close accounts, reset second factors and lift lockouts", Role.PROVIDER_ADMIN
)
USER_READ = define(
    "clients.user:read",
    "read who works for a client",
    Role.PROVIDER_ADMIN,
    Role.ENGAGEMENT_MANAGER,
    Role.CLIENT_ADMIN,
    Role.AUDITOR,
)
