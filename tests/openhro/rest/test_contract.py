"""Every operation against its own document, by generated requests: no 500, answers as they are described, and a refusal
leaves the tables as they were.

`OPENHRO_FUZZ_SECONDS` lets it run longer than the suite does (`OPENHRO_FUZZ_SEED` from another beginning).
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import pytest
import schemathesis
import structlog
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks
from tests import make
from tests.openhro.rest.make_rest import token
from tests.openhro.rest.make_seed import Seed, seed
from tests.openhro.rest.test_other_tenant import NAMED, stored

from openhro.clients.models import User
from openhro.config.wsgi import application
from openhro.core import web
from openhro.core.actor import Role

pytestmark = pytest.mark.usefixtures("committed")

SECONDS = float(os.environ.get("OPENHRO_FUZZ_SECONDS", "35"))
BEGINNING = int(os.environ.get("OPENHRO_FUZZ_SEED", "1"))
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


PATIENCE = 20


class TooSlow(BaseException):
    """Some inputs take the generator minutes to think of; it is left alone then. A request may not take so long."""


@contextmanager
def patience():
    def give_up(*_):
        raise TooSlow

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Undone(Exception):
    """Takes back what a request has written."""


@dataclass
class Fuzz:
    """Calls operations as somebody with every role, aiming at the seed's rows, and keeps what goes wrong."""

    found: Seed
    bearer: str
    gaps: list = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    calls: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    calling: bool = False

    def aim(self, case: Any, draw: Any) -> None:
        """Put ids of rows that are there in place of random ones, mostly; and the headers of an honest caller."""
        name = case.operation.definition.raw["operationId"]
        for part in (case.path_parameters, case.query, case.body):
            if isinstance(part, dict):
                for key in list(part):
                    real = self.found.ids.get(NAMED.get((name, key), key))
                    if real and draw(st.integers(0, 7)):
                        part[key] = str(real)
        case.headers = dict(case.headers or {})
        case.headers["Authorization"] = f"Bearer {self.bearer}"
        if draw(st.integers(0, 15)):
            case.headers["Idempotency-Key"] = make.unique("k")
            case.headers["If-Match"] = f'"{draw(st.integers(1, 3))}"'

    def call(self, case: Any, look: bool) -> None:
        """One request whose writes are taken back; `look` compares the tables after a refusal."""
        before = stored() if look else None
        try:
            with transaction.atomic():
                self.calling = True
                response = case.call()
                self.calling = False
                self.calls += 1
                self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
                connection.check_constraints()
                if before is not None and response.status_code >= 400:
                    assert stored() == before, "a refused request has written"
                case.validate_response(response, checks=CHECKS)
                raise Undone
        except Undone:
            pass

    def try_operation(self, operation: Any, mode: GenerationMode, examples: int, number: int) -> None:
        """Some generated requests of one operation."""
        name = operation.definition.raw["operationId"]

        @hypothesis.seed(number)
        @hypothesis.settings(
            max_examples=examples, deadline=None, database=None, phases=[Phase.generate], derandomize=False,
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        )  # fmt: skip
        @hypothesis.given(data=st.data())
        def run(data: Any) -> None:
            case = data.draw(strategy)
            self.aim(case, data.draw)
            self.call(case, look=case.method != "GET" and data.draw(st.integers(0, 9)) == 0)

        try:
            with patience():
                strategy = operation.as_strategy(generation_mode=mode)
                run()
        except hypothesis.errors.Unsatisfiable:
            pass
        except TooSlow:
            if self.calling:
                self.faults.setdefault(name, f"{mode.value}: no answer within {PATIENCE} seconds")
            self.calling = False
        except BaseException as fault:
            if isinstance(fault, KeyboardInterrupt):
                raise
            self.faults.setdefault(name, f"{mode.value}: {type(fault).__name__}: {fault}"[:1_500])


def everybody(found: Seed) -> str:
    """A token of somebody with every role at the seed's client and at all others."""
    user = make.user()
    for role in Role:
        if role is not Role.SYSTEM:
            make.grant(user, role, found.client)
    make.grant(user, Role.PROVIDER_ADMIN, None)
    return token(make.as_actor(User.objects.get(pk=user.pk)))


@pytest.fixture
def in_our_transaction():
    """Requests neither close the connection that they are given, nor spend seconds on drawing a traceback."""
    held = structlog.get_config()
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    for told in (request_started, request_finished):
        told.disconnect(close_old_connections)
    yield
    for told in (request_started, request_finished):
        told.connect(close_old_connections)
    structlog.configure(**held)


@pytest.mark.usefixtures("in_our_transaction")
def test_generated_requests_never_break_anything(monkeypatch, settings, capsys):
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = seed()
    fuzz = Fuzz(found, everybody(found))
    monkeypatch.setattr(web.log, "error", lambda *args, **kwargs: fuzz.gaps.append((args, kwargs)), raising=False)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) > 140
    began, round_ = time.monotonic(), 0
    while round_ == 0 or time.monotonic() - began < SECONDS:
        for place, operation in enumerate(operations):
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                fuzz.try_operation(
                    operation, mode, 1 if round_ == 0 else 4, BEGINNING * 1_000_003 + round_ * 1_009 + place
                )
            if round_ and time.monotonic() - began > SECONDS:
                break
        round_ += 1
    with capsys.disabled():
        print(f"\n{fuzz.calls} requests, {round_} rounds, {time.monotonic() - began:.0f} s, {fuzz.statuses}")
    assert fuzz.faults == {}
    assert fuzz.gaps == []
