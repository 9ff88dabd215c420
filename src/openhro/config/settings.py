"""Django settings: every value stands here or in an OPENHRO_* variable (docs/reference/settings.md explains them)."""

from __future__ import annotations

import os
from ipaddress import ip_network
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from openhro.config import keys, postgres

HOME = postgres.home() / ".openhro"
RATE_CARD = os.environ.get("OPENHRO_RATE_CARD", "")
OUT = Path(os.environ.get("OPENHRO_OUT", postgres.home() / "out"))

DEBUG = os.environ.get("OPENHRO_DEBUG", "") == "1"
SECRET_KEY = keys.secret(HOME, "django")
FIELD_KEYS = keys.field_keys(HOME)
ALLOWED_HOSTS = os.environ.get("OPENHRO_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
BEHIND_TLS = os.environ.get("OPENHRO_TLS", "") == "1"
try:
    WEBHOOK_NETWORKS = [
        ip_network(one) for one in os.environ.get("OPENHRO_WEBHOOK_NETWORKS", "").replace(",", " ").split()
    ]
except ValueError as fault:
    raise ImproperlyConfigured(f"OPENHRO_WEBHOOK_NETWORKS: {fault}.") from None

INSTALLED_APPS = [
    # Before the others: their templates take the place of allauth's.
    "openhro.ui",
    "openhro.clients",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton",
    "django_htmx",
    "ninja",
    "pgtrigger",
    "procrastinate.contrib.django",
    "openhro.config",
    "openhro.core",
    "openhro.engagements",
    "openhro.people",
    "openhro.payroll",
    "openhro.desk",
    "openhro.billing",
    "openhro.portal",
    "openhro.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "openhro.clients.login.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "openhro.core.web.ScopeMiddleware",
]

ROOT_URLCONF = "openhro.config.urls"
WSGI_APPLICATION = "openhro.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "openhro.portal.context.shell",
            ],
        },
    }
]


def _database(role: postgres.Role) -> dict[str, object]:
    """One alias per role. The embedded server is started by the commands, never by importing settings."""
    where = postgres.connection(role, os.environ.get("OPENHRO_DATABASE", ""), start=False)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {name: where.pop(key) for name, key in names.items()}
    pool = {"pool": {"min_size": 1, "max_size": 12, "timeout": 15}} if role == "app" and POOL else {}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, **known, "OPTIONS": {**where, **pool}}


POOL = os.environ.get("OPENHRO_POOL", "1") == "1"
DATABASES = {"default": _database("app"), "owner": _database("owner"), "loader": _database("loader")}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "clients.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_ADAPTER = "openhro.clients.login.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {"login": "openhro.clients.forms.SignInForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Wrong passwords are counted by axes, and, as axes never sees a wrong code of a second factor, by `login_failed` of
# the account. Both stand in the database, so that one limit holds for all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "openhro_cache",
        # What is cut away beyond this could be a count that still holds: more than can be tried in its minutes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/15m/key"}
SESSION_COOKIE_AGE = 12 * 3600
MFA_ADAPTER = "openhro.clients.login.FactorAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "OpenHRO"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "openhro.clients.login.attempted"
AXES_LOCKOUT_CALLABLE = "openhro.clients.login.locked_out"
AXES_RESET_ON_SUCCESS = True
ACTOR_RESOLVER = "openhro.clients.queries.actor_of_user"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "openhro.core.web.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English (UK)")), ("en-us", _("English (US)"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
PARKED = {"location": HOME / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": PARKED},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

PROCRASTINATE_ON_APP_READY = "openhro.core.jobs.ready"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
EMAIL_HOST = os.environ.get("OPENHRO_MAIL_HOST", "")
EMAIL_BACKEND = os.environ.get(
    "OPENHRO_EMAIL_BACKEND", f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
)
EMAIL_USE_SSL = os.environ.get("OPENHRO_MAIL_TLS") == "implicit"
EMAIL_USE_TLS = os.environ.get("OPENHRO_MAIL_TLS", "starttls") == "starttls"
EMAIL_PORT = int(os.environ.get("OPENHRO_MAIL_PORT", "465" if EMAIL_USE_SSL else "587"))
EMAIL_HOST_USER = os.environ.get("OPENHRO_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("OPENHRO_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("OPENHRO_MAIL_FROM", "openhro@localhost")
DESK_MAIL = os.environ.get("OPENHRO_MAIL_DESK", "desk@localhost")
DESK_MAIL_AUTHSERV = os.environ.get("OPENHRO_MAIL_AUTHSERV", "")
SILENCED_SYSTEM_CHECKS = ["models.W036"]
