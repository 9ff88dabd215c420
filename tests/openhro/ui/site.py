"""The design system on its own: the addresses and settings under which its tests run, without a database."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("ui/", include("openhro.ui.urls"))]


def alone() -> dict:
    """Settings that leave only what the pages of `ui` need; the CSP stays the product's."""
    engine = settings.TEMPLATES[0]
    options = {
        **engine["OPTIONS"],
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.messages.context_processors.messages",
        ],
    }
    return {
        "ROOT_URLCONF": "tests.openhro.ui.site",
        "MIDDLEWARE": [
            "csp.middleware.CSPMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "TEMPLATES": [{**engine, "OPTIONS": options}],
    }
