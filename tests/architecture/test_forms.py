"""Every form and every list's filters against generated input: no 500, no half-written refusal.

`OPENHRO_FUZZ_EXAMPLES` sends each form more than the suite does (`OPENHRO_FUZZ_SEED` from another beginning).
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import hypothesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client as Browser
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from tests.architecture import addresses
from tests.architecture.world import World
from tests.openhro.rest.test_other_tenant import stored

from openhro.core.actor import Role

EXAMPLES = int(os.environ.get("OPENHRO_FUZZ_EXAMPLES", "3"))
BEGINNING = int(os.environ.get("OPENHRO_FUZZ_SEED", "1"))
TYPED = [
    "", " ", "\x00", "'; --", "<script>alert(1)</script>", "{{ 7 }}", "../../etc/passwd", "=1+1", "[]", "{}", "null", "on",
    "0", "-1", "0.001", "1,5", "1.234.567,89", "9" * 30, "9" * 5_000, "1e400", "NaN", "Infinity", "٣", "½", "24:00",
    "2026-02-30", "2026-12-31", "0001-01-01", "9999-12-31", "2026-W01", "31/12/2026", "2026-11-23T12:00", "x" * 5_000, "😀" * 300,
    "\u202e", "\ud83d", "a@b", "GBP", "GB", "00000000-0000-0000-0000-000000000000", "018f0000-0000-7000-8000-000000000000",
]  # fmt: skip
"""What people, spreadsheets and attackers type."""

UPLOADS = [
    b"",
    b"\x00" * 64,
    b"\xff\xfe\x00",
    b"a,b\n1,2\n",
    b"PK\x03\x04 not a workbook",
    b"%PDF-1.7",
    "é;ü\n1;2".encode("latin-1"),
]
SESSION = ("/logout/", "/login/", "/account/")
"""Forms that end the session which the others need, or belong to the package that signs people in; these have tests of their own."""

words = st.one_of(
    st.sampled_from(TYPED), st.text(max_size=40), st.integers().map(str), st.decimals().map(str), st.dates().map(str)
)


def readers(held: Any) -> list[Browser]:
    return [held.everybody, held.by_role[Role.PROVIDER_ADMIN]]


def mutated(data: st.DataObject, fields: dict[str, Any]) -> dict[str, Any]:
    """The form's own values, some of them put in place of others, left out or sent twice, and perhaps a file."""
    typed: dict[str, Any] = dict(fields)
    for name in data.draw(st.sets(st.sampled_from(sorted(fields)), min_size=1)) if fields else ():
        how = data.draw(st.integers(0, 9))
        if how == 0:
            del typed[name]
        elif how == 1:
            typed[name] = data.draw(st.lists(words, min_size=2, max_size=3))
        else:
            typed[name] = data.draw(words)
    if data.draw(st.integers(0, 3)) == 0:
        name = data.draw(st.sampled_from(["file", *sorted(fields)]))
        typed[name] = SimpleUploadedFile(
            data.draw(st.sampled_from(["a.csv", "b.xlsx", "c", "d.pdf"])), data.draw(st.sampled_from(UPLOADS))
        )
    return typed


def plain(value: Any) -> Any:
    """Lone surrogates cannot leave a browser."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def sent(browser: Browser, url: str, typed: dict[str, Any], *, look: bool) -> tuple[int, str]:
    """Post it, take back what it wrote, and say with which status it ended and what went wrong."""
    browser.raise_request_exception = False
    kept = dict(browser.cookies)
    with transaction.atomic():
        before = stored() if look else None
        answer = browser.post(url, {name: plain(value) for name, value in typed.items()})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        connection.check_constraints()
        wrote = before is not None and answer.status_code >= 400 and stored() != before
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(kept)
    if answer.status_code >= 500:
        return answer.status_code, f"{getattr(answer, 'exc_info', None) or body[:300]!r}"
    return answer.status_code, "refused, and yet it has written" if wrote else ""


def tried(name: str, attempt: Any) -> None:
    """Some generated attempts, told apart by the form's address."""

    @hypothesis.seed(BEGINNING * 1_000_003 + sum(name.encode()))
    @hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    @hypothesis.given(data=st.data())
    def run(data: st.DataObject) -> None:
        attempt(data)

    run()


def test_no_form_breaks_and_no_refusal_writes(asked: World, capsys):
    held, faults, statuses = asked.small, {}, Counter[int]()
    forms = {url: fields for url, fields in held.forms.items() if not url.startswith(SESSION)}
    assert len(forms) > 60
    for url, fields in forms.items():

        def attempt(data: st.DataObject, url: str = url, fields: dict[str, Any] = fields) -> None:
            browser = data.draw(st.sampled_from(readers(held)))
            status, wrong = sent(browser, url, mutated(data, fields), look=data.draw(st.integers(0, 3)) == 0)
            statuses[status] += 1
            assert not wrong, wrong

        try:
            tried(url, attempt)
        except AssertionError as fault:
            faults[url] = str(fault)
    with capsys.disabled():
        print(f"\n{statuses.total()} forms sent: {dict(statuses)}")
    assert faults == {}
    assert {302, 422} <= set(statuses), "some are taken and some are refused, or nothing was tried"


def test_no_filter_breaks_a_page(asked: World):
    held, faults = asked.small, {}
    names = ["q", "sort", "after", "before", "as_of", "client", "month", "state", "page", "tab", "open", "start", "end"]
    for page in addresses.pages():

        def attempt(data: st.DataObject, page: addresses.Address = page) -> None:
            query = data.draw(st.dictionaries(st.sampled_from(names), words, min_size=1, max_size=3))
            asked_for = {name: plain(value) for name, value in query.items()}
            answer = page.ask(held.everybody, "GET", held.ids, query=asked_for)
            assert answer.status_code < 500, (query, getattr(answer, "exc_info", None))

        try:
            tried(page.path, attempt)
        except AssertionError as fault:
            faults[page.path] = str(fault)
    assert faults == {}
