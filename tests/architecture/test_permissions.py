"""Who gets which answer: every address, every role at the client, and somebody who is not signed in.

The table is `permissions.txt`. A change of permissions shows there as a change of numbers, which is what a review
reads; `make test T=tests/architecture/test_permissions.py RECORD=1` writes it anew, and refuses to write a fault of
the product (5xx). What the numbers mean for a page: 200 is shown, 302 goes on, 403 lacks the right, 404 is not there
for this reader, 405 takes no such request, 422 and 409 had the right and were refused by a rule.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.template.backends.django import Template
from tests.architecture import addresses, world
from tests.architecture.addresses import Address

FILE = Path(__file__).with_name("permissions.txt")
NOBODY = "nobody"
ACTORS = [*(role.value for role in world.ROLES), NOBODY]
ROWS = [(address, method) for address in addresses.every() for method in address.methods]
WIDTH = max(len(address.path) for address, _ in ROWS)
TO_LOGIN = "login"
PUBLIC = (
    "/api/docs", "/api/openapi.json", "/account/2fa/authenticate/", "/account/2fa/webauthn/login/", "/favicon.ico", "/healthz", "/login/", "/logout/", "/readyz", "/ui/",
)  # fmt: skip
"""What answers before somebody has signed in."""


def written() -> dict[tuple[str, str], dict[str, str]]:
    """The table as it stands in the file."""
    lines = [line for line in FILE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split()[2:]
    cells = [line.split() for line in lines[1:]]
    return {(path, method): dict(zip(header, rest, strict=True)) for method, path, *rest in cells}


def answers(asked: world.World, address: Address, method: str) -> dict[str, str]:
    """What everybody gets, asking for the records of the smaller client."""
    held = asked.small
    browsers = {role.value: browser for role, browser in held.by_role.items()} | {NOBODY: asked.anonymous}
    typed = held.forms.get(address.url(held.ids)) if method == "POST" and not address.is_rest else None
    found = {}
    for who in ACTORS:
        answer = address.ask(browsers[who], method, held.ids, typed=typed)
        to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next=")
        found[who] = TO_LOGIN if to_login else str(answer.status_code)
    return found


@pytest.fixture
def unrendered(asked, monkeypatch):
    """The world, whose pages are decided but not drawn: drawing takes most of the time and changes no status."""
    _ = asked.small.forms
    monkeypatch.setattr(Template, "render", lambda *_, **__: "")
    return asked


def line(method: str, path: str, cells: list[str]) -> str:
    return f"{method:<7}{path:<{WIDTH}}  {' '.join(f'{cell:<7}' for cell in cells)}".rstrip() + "\n"


@pytest.mark.skipif("RECORD" not in os.environ, reason="RECORD=1 writes permissions.txt anew")
def test_record(unrendered):
    table, faults = [line("method", "address", ACTORS)], []
    for address, method in ROWS:
        found = answers(unrendered, address, method)
        faults += [f"{method} {address.path} fails for {who}" for who, said in found.items() if said.startswith("5")]
        table.append(line(method, address.path, list(found.values())))
    assert faults == []
    FILE.write_text(f"# {__doc__.splitlines()[0]} See test_permissions.py.\n\n" + "".join(table))


def test_the_world_has_a_record_for_every_parameter(asked):
    unknown = []
    for address in addresses.every():
        for held in (asked.small, asked.large):
            try:
                address.url(held.ids), address.needed(held.ids)
            except AssertionError as missing:
                unknown.append(str(missing))
    assert sorted(set(unknown)) == []


def test_the_table_has_every_address_and_no_other():
    assert set(written()) == {(address.path, method) for address, method in ROWS}
    assert all(list(cells) == ACTORS for cells in written().values())


@pytest.mark.parametrize(("address", "method"), ROWS, ids=[f"{method} {one.path}" for one, method in ROWS])
def test_everybody_gets_the_answer_of_the_table(unrendered, address, method):
    found = answers(unrendered, address, method)
    assert found == written().get((address.path, method))
    if not address.path.startswith(PUBLIC):
        assert found[NOBODY] == ("401" if address.path.startswith("/api/") else TO_LOGIN)
