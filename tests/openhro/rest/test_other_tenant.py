"""G1 over the whole API: somebody who holds every role at one client is told nothing of another, and changes nothing.

The calls are made from the OpenAPI document, so a new operation is tried without anybody thinking of it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from tests import make
from tests.openhro.rest.make_rest import Caller, token
from tests.openhro.rest.make_seed import Seed, seed

from openhro.clients.models import User
from openhro.config.api import api
from openhro.core.actor import Role, system
from openhro.core.rls import tenant_tables
from openhro.core.scope import scope

pytestmark = pytest.mark.usefixtures("committed")

OWN = {
    "get_me", "change_me", "change_password", "list_tokens", "make_token", "revoke_token", "mark_notices_read",
    "list_events", "list_provider_entities", "add_provider_entity", "register_provider_entity", "add_client",
    "list_index_values", "enter_index_value", "list_people_import_columns", "get_people_import_template", "give_advice",
    "receive_desk_mail", "list_sla_metrics", "list_usage_import_columns", "list_process_templates",
}  # fmt: skip
"""Operations that are about oneself, the provider or the product: no client's row is named in them."""

# Where the path's or body's name is not enough to know which of the seed's rows is meant.
NAMED = {
    ("get_payroll_import", "import_id"): "payroll_import_id", ("get_payslip", "run_id"): "released_run_id",
    ("get_payslip_pdf", "run_id"): "released_run_id", ("explain_payslip", "run_id"): "released_run_id",
    ("list_run_files", "run_id"): "released_run_id", ("get_usage_import", "import_id"): "usage_import_id",
    ("move_member", "to_group_id"): "group_id",
    **{(name, end): f"{end}_instant" for name in ("get_desk_figures", "list_desk_measured") for end in ("start", "end")},
}  # fmt: skip
VALUES = {
    "code": "x", "name": "X", "country": "GB", "currency": "GBP", "model": "HRO", "frequency": "monthly", "zone": "Europe/London",
    "pack": "gb", "effective_from": "2026-12-01", "start": "2026-12-01", "day": "2026-12-01", "function": "payroll",
    "kind": "pepm", "last_day": "2027-12-31", "side": "client", "reason": "non_payment", "ends_on": "2029-12-31",
    "external_id": "X-1", "given_name": "A", "family_name": "B", "value": "AB123456C", "line1": "1 High St", "city": "Leeds",
    "job_title": "Clerk", "basis": "annual", "amount_minor": 100, "scheme": "cheque", "holder": "A B", "end": "2027-12-31",
    "type": "payroll_withholding", "jurisdiction": "GB", "username": "u", "email": "u@example.org", "role": "CH",
    "first": "2030-04-01", "count": 1, "pay_day": 31, "category": "bonus_pay", "as_of": "2026-12-01", "source": "x",
    "cause": "client", "owner": "Pat", "how": "x", "seen": "0" * 64, "reference": "x", "answer": "x", "month": "2026-05-01",
    "url": "https://example.org/x", "events": ["people.*"], "facts": {}, "values": {}, "payload": {"a": "b"},
    "filings": {"FPS": "1"}, "q": "halden", "year": 2026, "text": "x", "impact": 1, "urgency": 1, "score": 5,
    "start_instant": "2026-11-01T00:00:00Z", "end_instant": "2026-12-01T00:00:00Z", "ground": "client_cause",
    "charges_minor": 100, "outcome": "rejected", "paid_on": "2026-05-31", "treatment": "rule",
    "title": "x", "body": "x", "metric": "resolution", "windows": {"0": [["09:00", "17:00"]]}, "label": "x",
    "data_set": "employees", "purpose": "approver", "passed": True, "period": "2026-01", "employees": 1, "unexplained": 0,
    "go_live": "2026-12-01", "level": 1, "does": "x", "sha256": "0" * 64,
}  # fmt: skip
BODIES = {
    "set_national_id": {"kind": "NINO", "value": "AB123456C"}, "hire": {"post": {"job_title": "Clerk"}},
    "confirm_funding": {"how": "cleared_funds", "reference": "x", "amount_minor": 1},
    "add_price": {"kind": "fixed", "rate_minor": 100}, "link_user": {"user_id": None},
    "end_employment": {"reason": "voluntary"}, "revise_engagement": {"notice_months": 1},
    "publish_desk_policy": {"goals": [{"metric": "resolution", "targets": {"P1": 60}, "calendar": "x"}]},
    "set_service_levels": {"at_risk": "12", "levels": [{"metric": "ticket_update", "target": "97", "weight": "25"}]},
    "draft_amendment": {"kind": "change_request", "effective_on": "2030-01-01"}, "revise_amendment": {"title": "Mine"},
    "set_duty": {"step": "look", "responsible": ["EM"], "accountable": ["CA"]},
    "end_membership": {"last": "2027-12-31"}, "record_usage": {"kind": "cost", "external_id": "X-1", "first": "2026-05-01", "amount_minor": 100},
    "reconcile_data": {"source": {"count": 1, "sha256": "0" * 64}, "loaded": {"count": 1, "sha256": "0" * 64}},
    "raise_raid_entry": {"kind": "risk"}, "add_readiness_process": {"code": "own"},
    "replan_transition_task": {"owner": "Mallory"},
    "change_person": {"given_name": "Mallory"}, "give_input": {"amount_minor": 100},
}  # fmt: skip


def operations():
    """(method, path, operation) of the whole document."""
    schema = api.get_openapi_schema()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation, schema["components"]["schemas"]


def value_of(name: str, found: Seed, operation: str) -> Any:
    key = NAMED.get((operation, name), name)
    if key in found.ids:
        return str(found.ids[key])
    if name == "object_id":
        return str(found.ids["run_id"])
    return VALUES.get(key)


def filled(schema: dict, schemas: dict, found: Seed, operation: str) -> Any:
    """A body with the required fields, and with every id that the seed knows."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    if "allOf" in schema:
        return filled(schema["allOf"][0], schemas, found, operation)
    if schema.get("type") == "array":
        return [filled(schema["items"], schemas, found, operation)]
    if schema.get("type") != "object" or "properties" not in schema:
        return None
    body = {}
    for name, inner in schema["properties"].items():
        if name in schema.get("required", []) or (
            name.endswith("_id") and name in found.ids and name != "provider_entity_id"
        ):
            value = value_of(name, found, operation)
            body[name] = value if value is not None else filled(inner, schemas, found, operation)
    return body


def call(http: Any, bearer: str, found: Seed, entry: tuple) -> Any:
    method, path, operation, schemas = entry
    name = operation["operationId"]
    query = {}
    for parameter in operation.get("parameters", []):
        value = value_of(parameter["name"], found, name)
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", str(value))
        elif (
            parameter["in"] == "query"
            and (parameter["required"] or parameter["name"].endswith("_id"))
            and value is not None
        ):
            query[parameter["name"]] = value
    headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": make.unique("k"), "If-Match": '"1"'}
    url = path
    if method == "get":
        return http.get(url, query, headers=headers)
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        from django.core.files.uploadedfile import SimpleUploadedFile

        fields = {key: str(value) for key, value in found.ids.items() if key in str(content)}
        return http.post(url, fields | {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")}, headers=headers)
    body = filled(content["application/json"]["schema"], schemas, found, name) if content else None
    if isinstance(body, dict):
        body |= BODIES.get(name, {})
    send = {"post": http.post, "patch": http.patch}[method]
    return send(url, json.dumps(body) if body is not None else "", content_type="application/json", headers=headers)


def stored() -> dict[str, int]:
    """Rows and last change of every tenant table, as the database itself counts them."""
    with scope(system()), connection.cursor() as cursor:
        found = {}
        for table in sorted(tenant_tables()):
            cursor.execute(f'select count(*), coalesce(sum(hashtext(t::text)::bigint), 0) from "{table}" t')
            found[table] = cursor.fetchone()
    return found


def shown(answer: Any, found: Seed) -> list[str]:
    """Which of the seed's ids an answer holds."""
    text = answer.content.decode(errors="replace") if hasattr(answer, "content") else ""
    return [name for name, value in found.ids.items() if str(value) in text]


def test_nobody_of_another_client_reads_or_changes_anything():
    found, other = seed(), make.client()
    nosy = make.actor(Role.EMPLOYEE, other)
    for role in Role:
        if role not in (Role.EMPLOYEE, Role.SYSTEM):
            make.grant(User.objects.get(pk=nosy.user), role, other)
    bearer, http = token(nosy), Caller(nosy).http
    before, wrong, tried = stored(), [], 0
    own = {"list_clients"}  # the nosy one's own client is in it
    for entry in operations():
        name = entry[2]["operationId"]
        if name in OWN:
            continue
        answer = call(http, bearer, found, entry)
        tried += 1
        empty = answer.status_code == 200 and (name in own or not _items(answer))
        if not (answer.status_code == 404 or empty) or shown(answer, found):
            wrong.append((name, answer.status_code, getattr(answer, "content", b"")[:300]))
    assert wrong == []
    assert tried > 130
    assert stored() == before


def _items(answer: Any) -> Any:
    """What a list or a summary holds; a summary of nothing is all zeros."""
    body = answer.json()
    if "items" in body:
        return body["items"]
    return [
        one
        for key, one in body.items()
        if key not in ("now", "as_of") and one and one != {"late": 0, "today": 0, "week": 0, "later": 0}
    ]


def test_every_operation_is_named_once_and_every_schema_means_one_thing():
    names = [operation["operationId"] for _method, _path, operation, _schemas in operations()]
    assert len(names) == len(set(names))
    assert set(names) >= OWN
    models: dict[str, set] = {}
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                for model in (*operation.models, *(one for one in operation.response_models.values() if one)):
                    for inner in parts(model):
                        models.setdefault(inner.__name__, set()).add(f"{inner.__module__}.{inner.__qualname__}")
    twice = {
        name: where
        for name, where in models.items()
        if len(where) > 1
        and not name.startswith(
            ("NinjaResponse", "BodyParams", "QueryParams", "PathParams", "FormParams", "FileParams")
        )
    }
    assert twice == {}


def parts(model: Any, seen: set | None = None) -> set:
    """A schema and all that it is made of."""
    from typing import get_args

    seen = set() if seen is None else seen
    if isinstance(model, type) and hasattr(model, "model_fields"):
        if model in seen:
            return seen
        seen.add(model)
        for one in model.model_fields.values():
            parts(one.annotation, seen)
    else:
        for inner in get_args(model):
            parts(inner, seen)
    return seen
