"""Addresses of the design system: its stylesheets, the theme, and the gallery. Included at /ui/."""

from django.urls import path, register_converter

from openhro.ui import views


class HexColour:
    """Six lower-case hex digits."""

    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(HexColour, "hexcolour")

app_name = "ui"
urlpatterns = [
    path("style/<slug:digest>.css", views.stylesheet, name="styles"),
    path("brand/<hexcolour:colour>.css", views.brand_stylesheet, name="brand"),
    path("theme", views.theme, name="theme"),
    path("", views.gallery, name="gallery"),
    path("pages/<slug:name>/", views.page, name="page"),
    path("pages/progress/row", views.progress, name="progress"),
]
