"""Keys of encrypted fields: a new one seals what is written, old values open, and can be moved to it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection
from tests import make

from openhro.clients.login import FactorAdapter
from openhro.core import clock, rotation
from openhro.core.actor import system
from openhro.core.fields import seal, unseal
from openhro.core.idempotency import address_of
from openhro.core.models import IdempotencyKey, Webhook
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db
OLD, NEW = {"k1": b"1" * 32}, {"k2": b"2" * 32, "k1": b"1" * 32}


def hook(client, secret: str) -> Webhook:
    with scope(system()):
        made = Webhook(client=client, url="https://example.org/", events=["payroll.*"])
        made.secret = secret
        made.save()
        return made


def stored(row: Webhook) -> bytes:
    with scope(system()), connection.cursor() as cursor:
        cursor.execute("select secret from core_webhook where id = %s", [row.pk])
        return bytes(cursor.fetchone()[0])


def opened(row: Webhook) -> str:
    with scope(system()):
        return Webhook.objects.get(pk=row.pk).secret


def test_old_values_open_and_move_to_the_newest_key(settings, capsys):
    client = make.client()
    settings.FIELD_KEYS = OLD
    old, empty = hook(client, "first"), hook(client, "")
    settings.FIELD_KEYS = NEW
    new = hook(client, "second")
    assert [stored(row)[:3] for row in (old, empty, new)] == [b"k1:", b"", b"k2:"]
    assert opened(old) == "first"
    before = stored(new)
    call_command("rotate_keys")
    assert "core_webhook.secret: 1 values moved" in capsys.readouterr().out
    assert [stored(row)[:3] for row in (old, empty, new)] == [b"k2:", b"", b"k2:"]
    assert stored(new) == before
    settings.FIELD_KEYS = {"k2": NEW["k2"]}
    assert [opened(row) for row in (old, empty, new)] == ["first", "", "second"]


def test_second_factors_and_kept_answers_move_too(settings):
    user = make.user()
    settings.FIELD_KEYS = OLD
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    sealed = seal("{}", address_of(user.pk, "once"))
    answer = IdempotencyKey.objects.create(
        user_id=user.pk, key="once", request_hash=b"0" * 32, status=200, body=sealed, made_at=clock.now()
    )
    settings.FIELD_KEYS = NEW
    assert {name: move(system()) for name, move in rotation.ALSO.items()} == {
        "core_idempotencykey.body": 1, "mfa_authenticator.data": 1,
    }  # fmt: skip
    assert {name: move(system()) for name, move in rotation.ALSO.items()} == dict.fromkeys(rotation.ALSO, 0)
    settings.FIELD_KEYS = {"k2": NEW["k2"]}
    assert FactorAdapter().decrypt(Authenticator.objects.get(user=user).data["secret"]) == "JBSWY3DPEHPK3PXP"
    answer.refresh_from_db()
    assert unseal(bytes(answer.body), address_of(user.pk, "once")) == "{}"


def test_every_encrypted_field_is_found():
    found = {f"{model._meta.db_table}.{field.column}" for model, field in rotation.encrypted_fields()}
    assert {"core_webhook.secret", "people_nationalid.value", "people_bankaccount.account"} <= found


def test_a_batch_is_small_and_the_next_goes_on(settings, monkeypatch):
    client = make.client()
    settings.FIELD_KEYS = OLD
    rows = [hook(client, f"secret {number}") for number in range(3)]
    settings.FIELD_KEYS = NEW
    monkeypatch.setattr(rotation, "BATCH", 2)
    field = Webhook._meta.get_field("secret")
    assert [rotation.reseal(system(), Webhook, field) for _ in range(3)] == [2, 1, 0]
    assert [opened(row) for row in rows] == ["secret 0", "secret 1", "secret 2"]
