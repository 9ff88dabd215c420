"""Stylesheets, the choice of theme, and the gallery. Nothing here reads a database or needs a login."""

from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from openhro.ui import brand, styles
from openhro.ui.gallery import PAGES, sections

ICON = Path(__file__).parent / "static" / "ui" / "icon.svg"
View = Callable[..., HttpResponse]
YEAR = 365 * 24 * 3600
THEMES = ("light", "dark")


def for_everyone(view: View) -> View:
    """Carry the mark by which core.web lets a request through without a login; these pages hold no one's data."""
    view.public = True  # type: ignore[attr-defined]
    return view


def _css(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@for_everyone
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """The product's icon, for browsers that ask at the root."""
    response = HttpResponse(ICON.read_bytes(), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=24 * 3600)
    return response


@for_everyone
@require_GET
@gzip_page
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The product's stylesheet. An old digest gets the present text too, but may not be kept."""
    present, text = styles.bundle()
    response = _css(text)
    if digest != present:
        response["Cache-Control"] = "no-store"
    return response


@for_everyone
@require_GET
def brand_stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """A client's colour as custom properties."""
    return _css(brand.stylesheet(colour))


@for_everyone
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's theme in a cookie and go back to the page they were on."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie("openhro_theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("openhro_theme", samesite="Lax")
    return response


@for_everyone
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    return render(request, "ui/gallery/index.html", sections())


@for_everyone
@require_GET
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One whole page with example content."""
    if name not in PAGES:
        raise Http404
    example = PAGES[name]
    context = {"gallery_url": reverse("ui:gallery"), **example.context()}
    return render(request, example.template, context, status=example.status)


@for_everyone
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The example of a progress row as it answers a poll; it moves with the number the last answer carried."""
    step = request.GET.get("done", "")
    done = min(int(step) + 28 if step.isdecimal() and len(step) < 4 else 0, 84)
    return render(request, "ui/gallery/progress_row.html", {"done": done, "total": 84})
