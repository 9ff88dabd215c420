"""House rules that only reading the source can hold: no floats, one clock, one way to speak, no hidden wiring."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "openhro"
FILES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)
NAMES = [str(path.relative_to(ROOT)) for path in FILES]

FLOATS = {
    "config/settings.py": "hours of other people's settings",
    "config/postgres.py": "waits for the server",
    "config/postgres_cluster.py": "waits for the server",
    "core/documents/brand.py": "contrast of colours",
    "core/documents/renderer.py": "waits for a process",
    "core/imports/cells.py": "what a workbook hands over, turned into text at once",
    "core/imports/parked.py": "age of a file",
    "demo/facts.py": "chances",
    "demo/fillers.py": "chances",
    "demo/inputs.py": "chances",
    "demo/worker.py": "waits for jobs",
    "demo/world.py": "seconds on the screen",
    "payroll/documents/renderer.py": "waits for processes",
    "ui/brand.py": "contrast of colours",
}
"""Where a float may be, and what it is: never an amount, a rate or an hour of work."""

CLOCKS = {"core/clock.py", "core/ids.py", "core/imports/parked.py"}
"""Where the machine's time may be read (the last: the age of a file). Everything else asks core.clock, so that tests
and the demo can travel."""

SPEAKERS = {"config/postgres.py", "config/postgres_cluster.py"}
"""Programs that run before there is a logger or a Django command."""


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every called name, dotted as far as it can be read, with its line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def imported(path: Path) -> set[str]:
    """Every imported name, dotted."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize(("name", "path"), zip(NAMES, FILES, strict=True), ids=NAMES)
def test_nothing_is_a_float(name, path):
    if name in FLOATS:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"line {node.lineno}"
        assert not (isinstance(node, ast.Name) and node.id == "float"), f"line {node.lineno}"


def test_every_exception_is_still_needed():
    assert set(FLOATS) | CLOCKS | SPEAKERS | set(SIGNALS) <= set(NAMES)


@pytest.mark.parametrize(("name", "path"), zip(NAMES, FILES, strict=True), ids=NAMES)
def test_there_is_one_clock(name, path):
    asked = {"datetime.now", "datetime.utcnow", "date.today", "timezone.now", "time.time", "datetime.datetime.now"}
    found = [(call, line) for call, line in calls(path) if call in asked or call.endswith(".datetime.now")]
    assert name in CLOCKS or found == [], "ask openhro.core.clock"
    assert name in CLOCKS or "django.utils.timezone.now" not in imported(path)


@pytest.mark.parametrize(("name", "path"), zip(NAMES, FILES, strict=True), ids=NAMES)
def test_nothing_prints_or_runs_text(name, path):
    found = [(call, line) for call, line in calls(path) if call in {"print", "eval", "exec", "input", "breakpoint"}]
    assert name in SPEAKERS or found == [], "a command writes to self.stdout; everything else logs"


SIGNALS = {
    "core/apps.py": {"django.db.models.signals.post_migrate"},  # guards the schema after each migration
    "clients/factors.py": {"allauth.mfa.signals"},  # allauth says in no other way what became of a second factor
}


@pytest.mark.parametrize(("name", "path"), zip(NAMES, FILES, strict=True), ids=NAMES)
def test_no_signal_carries_domain_logic(name, path):
    heard = {one for one in imported(path) if "signals" in one.split(".") or one == "django.dispatch.receiver"}
    assert heard == SIGNALS.get(name, set())


def test_there_is_no_django_admin(settings):
    assert not any("admin" in app for app in settings.INSTALLED_APPS)
