"""What the pages of billing share: an invoice with its trail, and a page that is one form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from openhro.billing import queries, shown
from openhro.billing.models import Invoice
from openhro.core.web import actor, attempt


def invoice_of(request: HttpRequest, invoice_id: UUID) -> Invoice:
    """An invoice that the reader may see; its client becomes the page's."""
    found = queries.invoice(actor(request), invoice_id)
    request.client = found.client  # type: ignore[attr-defined]
    return found


def crumbs(found: Invoice, *more: str) -> list[dict[str, Any]]:
    """The trail to a page below an invoice."""
    trail: list[dict[str, Any]] = [{"label": _("Invoices"), "url": f"/billing/?client={found.client.code}"}]
    trail.append({"label": shown.title(found), "url": url_of(found)})
    return [*trail, *({"label": one} for one in more)]


def url_of(found: Invoice) -> str:
    """The page of an invoice."""
    return f"/billing/invoices/{found.pk}/"


@dataclass(frozen=True, slots=True)
class Asking:
    """A page that is one form: what it says, what its button says, what is said when it is done, where it leads."""

    title: str
    lede: str
    button: str
    done: str
    back: str
    crumbs: list[dict[str, Any]]
    prefix: str = ""
    danger: bool = False
    upload: bool = False
    facts: tuple[dict[str, Any], ...] = ()


def ask(request: HttpRequest, form: Form, asking: Asking, call: Callable[[], Any]) -> HttpResponse:
    """Show the form; posted and taken, go on, else show what is wrong with it."""
    posted = request.method == "POST"
    if posted and form.is_valid() and attempt(form, call) is not None:
        messages.success(request, asking.done)
        return redirect(asking.back)
    shown_ = {"form": form, "asking": asking, "title": asking.title, "crumbs": asking.crumbs}
    return render(request, "billing/form.html", shown_, status=422 if posted else 200)
