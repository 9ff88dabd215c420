"""Who may do what at the service desk. Whoever raised a request sees it and answers, whatever stands here."""

from openhro.core.actor import Role
from openhro.core.permission import define

_PA, _EM, _DESK = Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER, Role.DESK_SPECIALIST
_CA, _CH = Role.CLIENT_ADMIN, Role.CLIENT_HR
_EXPERTS = (
    Role.PAYROLL_SPECIALIST, Role.BENEFITS_SPECIALIST, Role.RECRUITING_SPECIALIST, Role.LEARNING_SPECIALIST,
    Role.COMPLIANCE_SPECIALIST, Role.RELATIONS_SPECIALIST,
)  # fmt: skip
_STAFF = (Role.EMPLOYEE, Role.MANAGER, Role.HIRING_MANAGER, _CA, _CH)

ALL = define("desk.ticket:read", "See the requests of a client", _PA, _EM, _DESK, _CA, _CH, Role.AUDITOR)
OF_FUNCTION = define("desk.ticket:read_own_function", "See the requests about one's own function", *_EXPERTS)
SECRET = define("desk.secret:read", "Read what confidential requests say", _DESK, Role.RELATIONS_SPECIALIST, _CA)
WORK = define("desk.ticket:work", "Answer requests, pause and resolve them", _DESK, *_EXPERTS)
LEAD = define("desk.ticket:lead", "Give requests to others, and merge them", _DESK, _EM)
RAISE = define("desk.ticket:raise", "Ask the service desk", *_STAFF, _DESK)
RAISE_FOR = define("desk.ticket:raise_for", "Raise a request for somebody else", _DESK, _CH, _CA)
EXCLUDE = define("desk.clock:exclude", "Ask that a clock is left out of the service levels", _DESK, _EM)
CONSENT = define("desk.clock:consent", "Consent for the client that a clock is left out", _CA)
FIGURES = define("desk.figures:read", "See how the desk does", _PA, _EM, _DESK, _CA, _CH, Role.AUDITOR)
SETUP = define("desk.setup:edit", "Set up the desk: promises, calendars, queues, catalogue, macros", _PA, _EM)
KNOWLEDGE = define("desk.knowledge:read", "Read the desk's own articles, drafts too", _PA, _EM, _DESK, *_EXPERTS)
ARTICLE_EDIT = define("desk.article:edit", "Write and publish articles of knowledge", _PA, _EM, _DESK, _CH)
MAIL = define("desk.mail:receive", "Hand in mails that arrived for the desk", _PA)
