"""Who may do what with service contracts."""

from openhro.core.actor import Role
from openhro.core.permission import define

_PA, _EM, _CA = Role.PROVIDER_ADMIN, Role.ENGAGEMENT_MANAGER, Role.CLIENT_ADMIN
_SPECIALISTS = (
    Role.PAYROLL_SPECIALIST,
    Role.BENEFITS_SPECIALIST,
    Role.RECRUITING_SPECIALIST,
    Role.LEARNING_SPECIALIST,
    Role.COMPLIANCE_SPECIALIST,
    Role.RELATIONS_SPECIALIST,
    Role.DESK_SPECIALIST,
)

READ = define(
    "engagements.engagement:read",
    "See engagements, scope and prices",
    _PA,
    _EM,
    _CA,
    Role.CLIENT_HR,
    Role.AUDITOR,
    *_SPECIALISTS,
)
DRAFT = define("engagements.engagement:draft", "Draft engagements, their scope and prices", _EM, _PA)
ADVISE = define("engagements.advice:give", "Advise prospects on the model that fits, and keep the advice", _EM, _PA)
PROPOSE = define("engagements.engagement:propose", "Propose engagements to the client, or withdraw them", _EM, _PA)
SIGN_CLIENT = define("engagements.engagement:sign_client", "Sign engagements for the client", _CA)
SIGN_PROVIDER = define("engagements.engagement:sign_provider", "Counter-sign engagements for the provider", _PA)
TRANSITION = define("engagements.engagement:transition", "Start the transition of an engagement", _EM)
GO_LIVE = define("engagements.engagement:go_live", "Let an engagement go live", _EM, _PA)
SUSPEND = define("engagements.engagement:suspend", "Suspend and resume engagements", _PA)
NOTICE_CLIENT = define("engagements.engagement:notice_client", "Give notice for the client", _CA)
NOTICE_PROVIDER = define("engagements.engagement:notice_provider", "Give notice for the provider", _EM, _PA)
EXIT = define("engagements.engagement:exit", "Begin the exit of an engagement", _EM)
CLOSE_CLIENT = define("engagements.engagement:close_client", "Confirm for the client that all is handed over", _CA)
CLOSE_PROVIDER = define(
    "engagements.engagement:close_provider", "Confirm for the provider that all is handed over", _EM
)
REVALIDATE = define("engagements.engagement:revalidate", "Check live engagements against the model rules", _PA)

LEVEL_MEASURE = define("engagements.level:measure", "Measure and close the service levels of a month", _EM, _PA)
LEVEL_EXCLUDE = define(
    "engagements.level:exclude", "Ask that a row is left out of a service level", _EM, _PA, *_SPECIALISTS
)
LEVEL_CONSENT = define("engagements.level:consent", "Consent for the client that a row is left out", _CA)
PORTFOLIO = define("engagements.portfolio:read", "See all engagements with their health and money at risk", _PA, _EM)
# Terms: what the two sides agree after they have signed.
AMEND = define("engagements.amendment:draft", "Draft amendments of signed engagements", _EM, _PA)
REQUEST_CHANGE = define(
    "engagements.amendment:request", "Ask for changes of an engagement", _EM, _PA, _CA, Role.CLIENT_HR
)
AMEND_CLIENT = define("engagements.amendment:sign_client", "Sign amendments for the client", _CA)
AMEND_PROVIDER = define("engagements.amendment:sign_provider", "Sign amendments for the provider", _PA)
DUTY_EDIT = define("engagements.duty:edit", "Say who does what in an engagement", _EM, _PA)
DUTY_TOLD = define(
    "engagements.duty:told",
    "Read in plain words who does what for the people of a company",
    _PA,
    _EM,
    _CA,
    Role.CLIENT_HR,
    Role.AUDITOR,
    Role.MANAGER,
    Role.HIRING_MANAGER,
    Role.EMPLOYEE,
    *_SPECIALISTS,
)
INDEX_READ = define("engagements.index:read", "See the figures of price indices", _PA, _EM, _CA, Role.AUDITOR)
INDEX_ENTER = define("engagements.index:enter", "Enter figures of price indices, with their source", _PA, _EM)
TERMS_DUE = define("engagements.engagement:terms_due", "Let terms end, renew and take effect on their day", _PA)
# --- readiness and transition
_CLIENT = (_CA, Role.CLIENT_HR)
DOCUMENT = define(
    "engagements.process:document", "Write process documents and add evidence", _PA, _EM, *_CLIENT, *_SPECIALISTS
)
ASSESS = define("engagements.process:assess", "Assess the maturity of processes", _PA, _EM, *_SPECIALISTS)
CONTACTS = define("engagements.contact:name", "Name approvers and escalation contacts", _PA, _EM, _CA)
ACCESS = define("engagements.access:test", "Say that one's own access was tested", _EM, *_SPECIALISTS)
RECONCILE = define("engagements.data:reconcile", "Reconcile data that was taken over", _PA, _EM, *_SPECIALISTS)
PARALLEL = define("engagements.parallel_run:report", "Report parallel runs", _EM, Role.PAYROLL_SPECIALIST)
PARALLEL_READ = define(
    "engagements.parallel_run:read",
    "See the differences of parallel runs by employee",
    _PA,
    _EM,
    *_CLIENT,
    Role.AUDITOR,
    Role.PAYROLL_SPECIALIST,
)
PLAN = define("engagements.transition:plan", "Plan the transition: waves, tasks and dependencies", _PA, _EM)
RAID = define(
    "engagements.transition:raise", "Keep the log of risks, assumptions, issues", _PA, _EM, *_CLIENT, *_SPECIALISTS
)
SPECIALISTS = frozenset(_SPECIALISTS)
