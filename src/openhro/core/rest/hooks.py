"""Webhooks: add, rotate the secret, remove, test, and what was delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.core import webhooks
from openhro.core.rest.requests import by_of
from openhro.core.rest.router import Router
from openhro.core.rest.schemas import Body, Page, Reply, rows_page

router = Router()


class NewWebhook(Body):
    """An address, and the events that it is told of."""

    client_id: UUID
    url: str = Field(max_length=300, examples=["https://example.org/hooks/openhro"])
    events: list[Annotated[str, Field(min_length=1, max_length=80)]] = Field(
        min_length=1, max_length=50, description="Names, or beginnings that end in a star; `GET /events` lists them.",
        examples=[["payroll.run_released", "people.*"]],
    )  # fmt: skip


class Webhook(Reply):
    """An address that is told of events."""

    id: UUID
    client_id: UUID
    url: str
    events: list[str]


class WebhookSecret(Webhook):
    """The address with its secret, which is shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class Delivery(Reply):
    """One event to one address."""

    id: UUID
    webhook_id: UUID
    entry_id: int = Field(description="The journal entry; the message's `webhook-id` is `msg_` and this number.")
    status: str = Field(description="pending, delivered, failed or dropped.")
    attempts: int
    last_answer: str
    delivered_at: datetime | None


def _with_secret(made: tuple[Any, str]) -> dict[str, Any]:
    hook, secret = made
    return {"id": hook.pk, "client_id": hook.client_id, "url": hook.url, "events": hook.events, "secret": secret}


@router.read("/webhooks", Page[Webhook])
def list_webhooks(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """The addresses of a client, or of all."""
    return rows_page(webhooks.webhooks(by_of(request), client_id), ["pk"], cursor, limit)


@router.create("/webhooks", WebhookSecret, key=True)
def add_webhook(request: HttpRequest, given: NewWebhook) -> Any:
    """Set up an address. It must be https (http only to this very machine); redirects are not followed."""
    return _with_secret(webhooks.add(by_of(request), given.client_id, given.url, given.events))


@router.read("/webhooks/{webhook_id}", Webhook)
def get_webhook(request: HttpRequest, webhook_id: UUID) -> Any:
    """One address."""
    return webhooks.webhook(by_of(request), webhook_id)


@router.act("/webhooks/{webhook_id}/actions/rotate", WebhookSecret, key=True)
def rotate_webhook_secret(request: HttpRequest, webhook_id: UUID) -> Any:
    """Another secret, from the next delivery on."""
    return _with_secret(webhooks.rotate(by_of(request), webhook_id))


@router.act("/webhooks/{webhook_id}/actions/remove", None)
def remove_webhook(request: HttpRequest, webhook_id: UUID) -> None:
    """Tell an address nothing more."""
    webhooks.remove(by_of(request), webhook_id)


@router.act("/webhooks/{webhook_id}/actions/test", Webhook, key=True)
def test_webhook(request: HttpRequest, webhook_id: UUID) -> Any:
    """Send the event `core.webhook_tested` to this address; its deliveries show what it answered."""
    return webhooks.test(by_of(request), webhook_id)


@router.read("/webhooks/{webhook_id}/deliveries", Page[Delivery])
def list_webhook_deliveries(
    request: HttpRequest, webhook_id: UUID, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """What an address was told, newest first. A delivery that fails is tried eight times, over four days."""
    return rows_page(webhooks.deliveries(by_of(request), webhook_id), ["-pk"], cursor, limit)
