"""Addresses of signing in, one's own account, second factors, and a client's users.

Views of allauth keep the names by which allauth itself finds them, so they stand outside the package's namespace.
"""

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path, re_path

from openhro.clients.views import account, secure, users

_OWN: list[URLPattern | URLResolver] = [
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke/", account.revoke_token, name="revoke_token"),
    path("clients/<slug:code>/users/", users.users, name="users"),
    path("clients/<slug:code>/accounts/<uuid:user_id>/", secure.page, name="secure"),
    path("clients/<slug:code>/accounts/<uuid:user_id>/<slug:name>/", secure.move, name="secure_move"),
    path("clients/<slug:code>/users/<uuid:grant_id>/end/", users.end_role, name="end_role"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_OWN, "clients"))),
    path("login/", allauth.login, name="account_login"),
    path("login/again/", allauth.reauthenticate, name="account_reauthenticate"),
    path("login/inactive/", allauth.account_inactive, name="account_inactive"),
    path("login/reset/", allauth.password_reset, name="account_reset_password"),
    path("login/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^login/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("login/reset/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("logout/", allauth.logout, name="account_logout"),
    path("account/2fa/", include("allauth.mfa.urls")),
]
