"""Everything public is documented: docs/reference is made from the product, and is what the product says now."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from openhro.config import reference
from openhro.config.reference import pages, source
from openhro.config.variables import VARIABLES
from openhro.core.journal import EVENTS
from openhro.core.permission import REGISTRY

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference"


@pytest.fixture(scope="module", autouse=True)
def _everything_is_declared():
    pages.load_everything()


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_reference_is_what_the_product_says(name):
    assert text(name) == reference.PAGES[name](), "write it anew: openhro reference"


def test_every_variable_that_is_read_is_documented_and_no_other():
    documented = {name for topic in VARIABLES.values() for name in topic if name.startswith("OPENHRO_")}
    made = {"OPENHRO_SECRET_DJANGO"}  # its name is put together where it is read
    elsewhere = {
        name
        for folder in ("tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"OPENHRO_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    assert documented - made <= source.variables_read() | elsewhere
    assert source.variables_read() <= documented


@pytest.mark.parametrize("name", [*REGISTRY, *EVENTS])
def test_every_permission_and_event_has_its_line_and_a_name_of_its_package(name):
    page = "permissions.md" if name in REGISTRY else "events.md"
    assert f"| `{name}` |" in text(page)


def test_every_command_and_target_has_its_line():
    commands = text("commands.md")
    ours = [name for name, app in get_commands().items() if str(app).startswith("openhro")]
    assert [name for name in ours if f"`openhro {name}`" not in commands] == []
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in targets if f"`make {name}`" not in commands] == []


def test_every_refusal_says_its_code_where_it_is_raised():
    """A code that is put together elsewhere could not be found by a reader who searches for it.

    Three kinds of refusal bring their own code.
    """
    silent = []
    for module, tree in source.modules():
        known = set(source.statuses(tree)) - {"NotFound", "NotSignedIn", "errors.NotFound", "MoneyMismatch"}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in known and not source.texts(node.args[0]):
                silent.append((module, ast.unparse(node.args[0])))
    assert silent == []


def test_a_code_means_one_status():
    """One code with two statuses would make a program's reaction depend on luck."""
    by_code: dict[str, set[int]] = {}
    for one in source.codes():
        by_code.setdefault(one.code, set()).add(one.status)
    assert {code: statuses for code, statuses in by_code.items() if len(statuses) > 1} == {}
