"""Who has a queue of work."""

from openhro.clients.queries import PROVIDER_ROLES
from openhro.core.actor import Role
from openhro.core.permission import define

TODAY = define("portal.today:read", "see what is due", *sorted(PROVIDER_ROLES), Role.CLIENT_ADMIN, Role.CLIENT_HR)
