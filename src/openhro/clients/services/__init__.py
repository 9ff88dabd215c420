"""Writes about the provider, its clients and users: one function per verb."""

from openhro.clients.services.accounts import deactivate_user, lift_lockout, reactivate_user, reset_factors
from openhro.clients.services.companies import (
    add_client,
    add_entity,
    add_provider_entity,
    register_entity,
    register_provider,
    set_provider,
)
from openhro.clients.services.own import change_password, change_profile, make_token, revoke_token
from openhro.clients.services.users import Invitation, end_role, grant_role, invite_to_client, invite_user

__all__ = [
    "Invitation", "add_client", "add_entity", "add_provider_entity", "change_password", "change_profile",
    "deactivate_user", "end_role", "grant_role", "invite_to_client", "invite_user", "lift_lockout", "make_token",
    "reactivate_user", "register_entity", "register_provider", "reset_factors", "revoke_token", "set_provider",
]  # fmt: skip
