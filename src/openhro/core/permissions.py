"""Who may see and steer what the core keeps for every function: jobs, the journal, webhooks."""

from openhro.core.actor import NOT_STAFF, Role
from openhro.core.permission import define

_STAFF = tuple(role for role in Role if role not in NOT_STAFF and role is not Role.SYSTEM)

JOB_READ = define("core.job:read", "See background jobs and their progress", *_STAFF)
JOB_CANCEL = define(
    "core.job:cancel", "Stop background jobs", *(role for role in _STAFF if role not in (Role.CLIENT_HR, Role.AUDITOR))
)
JOURNAL_READ = define(
    "core.journal:read",
    "Read the journal of a client",
    Role.PROVIDER_ADMIN,
    Role.ENGAGEMENT_MANAGER,
    Role.CLIENT_ADMIN,
    Role.AUDITOR,
)
WEBHOOK_MANAGE = define(
    "core.webhook:manage", "Set up webhooks and see their deliveries", Role.PROVIDER_ADMIN, Role.CLIENT_ADMIN
)
