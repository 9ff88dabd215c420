"""The readiness board and the transition plan on pages: what is seen, done with forms, refused, and hidden."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make
from tests.openhro.engagements import make_engagements, make_readiness
from tests.openhro.engagements.make_engagements import act

from openhro.core.actor import Role
from openhro.core.scope import scope
from openhro.engagements import queries, services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _out(settings, tmp_path):
    settings.OUT = tmp_path


def transition(at):
    return act(at.em, services.start_transition, make_engagements.signed(at).pk)


def path(made, *parts):
    return "/".join(["", "engagements", str(made.pk), *map(str, parts), ""])


def map_of(at, made):
    with scope(at.em):
        return queries.processes(at.em, made.pk).get(code="process_map")


def test_the_board_shows_each_function_and_what_is_left():
    at = make_engagements.world()
    made = transition(at)
    for reader in (at.em, at.ca, at.pa):
        answer = make.browser(reader).get(path(made, "readiness"))
        text = make.text(answer)
        for words in ("Payroll", "Halden Instruments Ltd", "0 of 6 documented", "Payroll process map", "not ready",
                      "No escalation contact of the client is named", "clean parallel runs in a row: 0 of 2"):  # fmt: skip
            assert words in text, words
        assert "<svg" in answer.content.decode()
    make_engagements.ready(at, made)
    assert "ready to go live" in make.text(make.browser(at.ca).get(path(made, "readiness")))


def test_a_cell_is_chosen_in_the_address_and_nonsense_is_refused():
    at = make_engagements.world()
    made = transition(at)
    browser = make.browser(at.em)
    query = {"function": "payroll", "country": "GB", "company": at.uk.pk}
    assert browser.get(path(made, "readiness"), query).status_code == 200
    assert browser.get(path(made, "readiness"), query | {"function": "rpo"}).status_code == 422
    assert browser.get(path(made, "readiness"), {"colour": "red"}).status_code == 422


def test_an_empty_contract_says_what_to_do():
    at = make_engagements.world()
    made = act(at.em, services.draft_engagement, at.client.pk, make_engagements.terms())
    browser = make.browser(at.em)
    assert "Nothing is in scope yet" in make.text(browser.get(path(made, "readiness")))
    text = make.text(browser.get(path(made, "transition")))
    assert "Nothing is planned yet" in text and "The log is empty" in text


def test_a_process_is_written_shown_and_judged_on_its_page():
    at = make_engagements.world()
    made = transition(at)
    found = map_of(at, made)
    em, pa = make.browser(at.em), make.browser(at.pa)
    page = path(made, "readiness", "processes", found.pk)
    assert "What the library suggests" in make.text(em.get(page))
    form = em.get(f"{page}document/").content.decode()
    assert "Client HR: Collects changes of the period" in form
    bad = em.post(f"{page}document/", {"steps": "nobody does this"})
    assert "Step 1 needs both: who does it, and what is done." in make.text(bad)
    assert em.post(f"{page}document/", {"steps": "Nina: pays\nOscar: checks", "change": "First"}).url == page
    assert "SELF_APPROVAL" not in make.text(em.get(page))
    own = em.post(f"{page}assess/", {"level": "2"})
    assert "Somebody else must check this" in make.text(own)
    assert pa.post(f"{page}assess/", {"level": "2", "why": "Read it."}).url == page
    assert em.post(f"{page}evidence/", {"file": SimpleUploadedFile("map.txt", b"seen")}).url == page
    text = make.text(em.get(page))
    for words in ("version 1", "Oscar", "checks", "2 · Documented", "Read it.", "map.txt"):
        assert words in text, words
    with scope(at.em):
        kept = queries.evidence(at.em, found.pk).get()
    file = em.get(path(made, "readiness", "evidence", kept.pk))
    assert (file.content, file["Content-Disposition"]) == (b"seen", 'attachment; filename="map.txt"')
    assert file["X-Content-Type-Options"] == "nosniff"


def test_every_proof_is_given_by_a_form():
    at = make_engagements.world()
    made = transition(at)
    em = make.browser(at.em)
    back, cell = path(made, "readiness"), f"payroll|GB|{at.uk.pk}"
    old, new = (SimpleUploadedFile(f"{name}.csv", b"id,pay\nE-1,10.00\n") for name in ("old", "new"))
    for name, given in (
        ("contact", {"who": f"approver|client|{at.ca.user}", "level": 1}),
        ("contact", {"who": f"escalation|provider|{at.em.user}", "level": 1}),
        ("access", {"cell": cell, "passed": "yes", "note": "Opened a run."}),
        ("data", {"data_set": f"{cell}|employees", "source": old, "loaded": new}),
        ("parallel", {"entity_id": at.uk.pk, "period": "2026-01", "employees": 84, "unexplained": 0}),
        ("process", {"cell": cell, "code": "bikes", "name": "Bicycles", "weight": 1}),
        ("fill", {}),
    ):  # fmt: skip
        assert em.get(path(made, "prepare", name)).status_code == 200
        answer = em.post(path(made, "prepare", name), given)
        assert answer.status_code == 302 and answer.url.startswith(back), (name, make.text(answer))
    text = make.text(em.get(back))
    for words in ("Opened a run.", "agrees", "1 of 1", "2026-01", "clean", "Bicycles"):
        assert words in text, words
    with scope(at.em):
        contact = queries.contacts(at.em, made.pk).get(purpose="approver")
    assert em.post(path(made, "readiness", "contacts", contact.pk, "end"), {}).url == back
    refused = em.post(
        path(made, "prepare", "parallel"), {"period": "soon", "employees": 1, "unexplained": 0, "entity_id": at.uk.pk}
    )
    assert "Give the period as a month" in make.text(refused)


def test_the_plan_is_drawn_with_a_table_twin_and_worked_by_its_buttons():
    at = make_engagements.world()
    made = make_engagements.signed(at)
    em = make.browser(at.em)
    back = path(made, "transition")
    assert em.post(path(made, "prepare", "wave"), {"name": "UK", "go_live": "2026-03-01"}).url == back
    task = {"name": "Write the map", "start": "2026-02-02", "last_day": "2026-02-06", "side": "provider"}
    assert em.post(path(made, "prepare", "task"), task).url == back
    with scope(at.em):
        first = queries.tasks(at.em, made.pk).get()
    later = task | {"name": "Load people", "start": "2026-02-06", "last_day": "2026-02-10", "needs": [str(first.pk)]}
    assert em.post(path(made, "prepare", "task"), later).url == back
    assert em.post(path(made, "prepare", "raid"), {"kind": "risk", "title": "Late data", "severity": 3}).url == back
    answer = em.get(back)
    text, html = make.text(answer), answer.content.decode()
    for words in (
        "2 of 2 tasks are late",
        "Live: UK",
        "Load people",
        "starts before the end of: Write the map",
        "Late data",
    ):
        assert words in text, words
    assert html.count('role="img"') == 3 and 'class="chart-twin"' in html
    with scope(at.em):
        second = queries.tasks(at.em, made.pk).get(name="Load people")
        risk = queries.raid(at.em, made.pk).get()
    assert "It waits for: Write the map" in make.text(em.post(path(made, "transition", "tasks", second.pk, "finish")))
    circle = task | {"needs": [str(second.pk)], "version": first.version}
    refused = make.text(em.post(path(made, "transition", "tasks", first.pk, "change"), circle))
    assert "These tasks would wait for each other: Write the map → Load people → Write the map" in refused
    assert em.post(path(made, "transition", "tasks", first.pk, "finish")).url == back
    assert em.post(path(made, "transition", "tasks", first.pk, "reopen")).url == back
    closed = em.post(path(made, "transition", "raid", risk.pk, "close"), {"outcome": "It came."})
    assert closed.url == back and "It came." in make.text(em.get(back))


def test_the_client_sees_the_same_and_is_offered_its_own_part():
    at = make_engagements.world()
    made = make_engagements.ready(at, transition(at))
    make_readiness.rows(at.em, made)
    ca, auditor = make.browser(at.ca), make.browser(make_engagements.actor(Role.AUDITOR, at.client))
    board = ca.get(path(made, "readiness")).content.decode()
    assert "prepare/contact/" in board and "prepare/data/" not in board and "prepare/parallel/" not in board
    plan = ca.get(path(made, "transition")).content.decode()
    assert "prepare/raid/" in plan and "prepare/task/" not in plan
    read = auditor.get(path(made, "readiness")).content.decode()
    assert "prepare/" not in read
    assert ca.get(path(made, "prepare", "data")).status_code == 403
    assert auditor.post(path(made, "prepare", "raid"), {"kind": "risk", "title": "x", "severity": 1}).status_code == 403


def test_another_client_finds_no_such_page():
    at, other = make_engagements.world(), make_engagements.world()
    made = make_engagements.ready(at, transition(at))
    ids = make_readiness.rows(at.em, made)
    stranger = make.browser(other.ca)
    own = make_engagements.drafted(other)
    for parts in (
        ("readiness",), ("transition",), ("prepare", "fill"), ("readiness", "processes", ids["process_id"]),
        ("readiness", "processes", ids["process_id"], "document"), ("readiness", "evidence", ids["evidence_id"]),
        ("readiness", "contacts", ids["readiness_contact_id"], "end"),
        ("transition", "tasks", ids["transition_task_id"], "finish"), ("transition", "raid", ids["raid_entry_id"], "close"),
    ):  # fmt: skip
        assert stranger.get(path(made, *parts)).status_code == 404, parts
        assert stranger.post(path(made, *parts)).status_code == 404, parts
        if len(parts) > 2:
            assert stranger.get(path(own, *parts)).status_code == 404, parts
            assert make.browser(at.em).get(path(own, *parts)).status_code == 404, "a row of another contract"
    assert make.browser(at.em).get(path(made, "prepare", "magic")).status_code == 404


def test_a_far_day_is_refused_beside_its_field():
    at = make_engagements.world()
    made = make_engagements.signed(at)
    em = make.browser(at.em)
    far = date.max.isoformat()
    for name, given in (
        ("wave", {"name": "UK", "go_live": far}),
        ("task", {"name": "x", "start": far, "last_day": far, "side": "client"}),
        ("raid", {"kind": "risk", "title": "x", "severity": 1, "due": far}),
    ):
        answer = em.post(path(made, "prepare", name), given)
        assert "Give a date between" in make.text(answer)
