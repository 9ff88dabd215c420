"""What the journal tells about companies, users and how they sign in."""

from openhro.core.journal import event

PROVIDER_ENTITY_ADDED = event("clients.provider_entity_added", "An entity of the provider was added")
PROVIDER_REGISTERED = event("clients.provider_registered", "An entity of the provider was registered or licensed")
CLIENT_ADDED = event("clients.client_added", "A client company was added")
ENTITY_ADDED = event("clients.entity_added", "A legal entity of a client was added")
REGISTRATION_CHANGED = event("clients.registration_changed", "A registration of a legal entity began or ended")
USER_INVITED = event("clients.user_invited", "Somebody got an account")
ROLE_GRANTED = event("clients.role_granted", "Somebody got a role")
TOKEN_MADE = event("clients.token_made", "Somebody made an API token")
TOKEN_REVOKED = event("clients.token_revoked", "Somebody revoked an API token")
PASSWORD_CHANGED = event("clients.password_changed", "Somebody changed their password")
FACTOR_ADDED = event("clients.factor_added", "Somebody added a second factor")
FACTOR_REMOVED = event("clients.factor_removed", "Somebody removed a second factor")
CODES_RENEWED = event("clients.recovery_codes_renewed", "Somebody made new recovery codes")
PROVIDER_NAMED = event("clients.provider_named", "The name or colour of the desk was set")
ROLE_ENDED = event("clients.role_ended", "Somebody's role ended")
USER_DEACTIVATED = event("clients.user_deactivated", "An account was closed; its sessions and tokens ended")
USER_REACTIVATED = event("clients.user_reactivated", "An account was opened again")
FACTORS_RESET = event("clients.factors_reset", "Somebody's second factors were taken off their account")
LOCKOUT_LIFTED = event("clients.lockout_lifted", "Somebody who was locked out may try again")
