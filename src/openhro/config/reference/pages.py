"""The pages of docs/reference, each made from what the product declares."""

from __future__ import annotations

import argparse
import pkgutil
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands, load_command_class

import openhro
import paycalc.cli
from openhro.config.api import api
from openhro.config.reference import source
from openhro.config.variables import VARIABLES
from openhro.core.actor import Role
from openhro.core.journal import EVENTS
from openhro.core.permission import REGISTRY

_MADE = "<!-- Written by `openhro reference`; do not edit. -->\n"
_ROOT = Path(openhro.__file__).parents[2]


def write(folder: Path) -> list[str]:
    """Write every page into a folder; returns the names of those that changed."""
    load_everything()
    changed = []
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        path, text = folder / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


def load_everything() -> None:
    """Import every module of the platform, so that whatever is declared anywhere is known."""
    for found in pkgutil.walk_packages(openhro.__path__, "openhro."):
        if ".migrations" not in found.name and not found.name.endswith((".wsgi", ".cli")):
            import_module(found.name)


def settings() -> str:
    """settings.md"""
    text = _begin(
        "Settings",
        "Everything is set by environment variables. Without any, the product runs from its checkout with its own "
        "database, and makes its secrets once. Django's other settings stand in `openhro/config/settings.py`.",
    )
    for topic, variables in VARIABLES.items():
        rows = [(f"`{name}`", one.means, one.default) for name, one in variables.items()]
        text += f"\n## {topic}\n\n" + _table(("Variable", "Meaning", "Without it"), rows)
    return text


def permissions() -> str:
    """permissions.md"""
    text = _begin(
        "Permissions",
        "A right is held by roles at a client, and asked for by `permit` in every service. What is another client's is "
        "answered with 404; a right that is missing with 403. The system (`SY`) holds every right for its jobs.",
    )
    text += "\n## Roles\n\n" + _table(
        ("Code", "Role"), [(f"`{role}`", role.name.replace("_", " ").capitalize()) for role in Role]
    )
    without = [f"`{role}`" for role in Role if not any(role in one.roles for one in REGISTRY.values())]
    if without:
        text += f"\n{', '.join(without)} hold no right yet: the functions in which they act are not installed.\n"
    for package, names in _by_package(REGISTRY):
        rows = [(f"`{name}`", REGISTRY[name].allows, _roles(REGISTRY[name].roles)) for name in names]
        text += f"\n## {package.capitalize()}\n\n" + _table(("Permission", "Lets somebody", "Roles"), rows)
    return text


def _roles(held: Iterable[Role]) -> str:
    return ", ".join(role.value for role in Role if role in held and role is not Role.SYSTEM) or "the system alone"


def events() -> str:
    """events.md"""
    text = _begin(
        "Events",
        "Every change writes one journal entry with one of these names; webhooks subscribe to a name or, ending in "
        "`*`, to a group of them. Data of an entry hold ids and figures, never names or secrets.",
    )
    for package, names in _by_package(EVENTS):
        rows = [(f"`{name}`", EVENTS[name].tells) for name in names]
        text += f"\n## {package.capitalize()}\n\n" + _table(("Event", "What happened"), rows)
    return text


def errors() -> str:
    """errors.md"""
    text = _begin(
        "Error codes",
        "A refusal has a stable code and a sentence that says what to do; REST answers `{code, message, field, rule, "
        "detail}`. `{…}` stands for what the sentence names. Nothing was written when one of these comes back.",
    )
    told: dict[tuple[str, int], list[str]] = {}
    for one in source.codes():
        told.setdefault((one.code, one.status), []).append(one.sentence)
    rows = [
        (f"`{code}`", str(status), "<br>".join(dict.fromkeys(sentence for sentence in said)))
        for (code, status), said in sorted(told.items())
    ]
    text += "\n" + _table(("Code", "Status", "Sentence"), rows)
    text += "\n## Findings\n\nWhat is wrong with one row, cell or employee; the others go on.\n\n"
    found = [(f"`{code}`", where, sentence) for where, code, sentence in source.findings()]
    return text + _table(("Code", "Of", "Sentence"), found)


def commands() -> str:
    """commands.md"""
    text = _begin("Commands", "`make` is all that trying it out needs; the others are for operators and engineers.")
    makes = re.findall(r"^([a-z-]+):.*?## (.*)$", (_ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    text += "\n## make\n\n" + _table(("Target", "What it does"), [(f"`make {name}`", about) for name, about in makes])
    text += "\n## openhro\n\nAlso `python -m openhro.config.cli`; Django's own commands work too.\n\n"
    ours = sorted(name for name, app in get_commands().items() if str(app).startswith("openhro"))
    parsers = [(name, load_command_class(get_commands()[name], name).create_parser("openhro", name)) for name in ours]
    text += _table(("Command", "What it does", "Arguments"), [_command("openhro", *one) for one in parsers])
    database = _subcommands(_postgres_parser())
    text += "\n## python -m openhro.config.postgres\n\n" + _table(("Command", "What it does", "Arguments"), database)
    text += "\n## python -m paycalc\n\n" + _table(
        ("Command", "What it does", "Arguments"), _subcommands(paycalc.cli.parser())
    )
    return text


def _postgres_parser() -> argparse.ArgumentParser:
    from openhro.config import postgres

    return postgres.parser()


def _command(program: str, name: str, parser: argparse.ArgumentParser) -> tuple[str, str, str]:
    return f"`{program} {name}`", parser.description or "", _arguments(parser)


def _arguments(parser: argparse.ArgumentParser) -> str:
    """The arguments of a command that Django does not give to every command."""
    shown = []
    for action in parser._actions:
        if {"help", "version"} & {action.dest} or action.dest in _DJANGOS:
            continue
        name = action.option_strings[-1] if action.option_strings else action.dest
        name = "/".join(map(str, action.choices)) if action.choices and not action.option_strings else name
        shown.append(f"`{name}`" + (f" {action.help}" if action.help else ""))
    return "<br>".join(shown)


_DJANGOS = {"verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"}


def _subcommands(parser: argparse.ArgumentParser) -> list[tuple[str, str, str]]:
    """One row for each subcommand, or for each choice of a parser without any."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {one.dest: one.help or "" for one in action._choices_actions}
            return [(f"`{name}`", told.get(name, ""), _arguments(inner)) for name, inner in action.choices.items()]
    return [(f"`{parser.prog}`", parser.description or "", _arguments(parser))]


def rest() -> str:
    """rest.md"""
    document = api.get_openapi_schema()
    text = _begin(
        "REST API",
        "Under `/api/v1`; the full description, to read and to try, is at `/api/docs` of a running server, its "
        "document at `/api/openapi.json`. Sign in with `Authorization: Bearer <token>`. Unknown fields are refused.",
    )
    operations = [
        (tag, method.upper(), path, (one.get("description") or one["summary"]).partition("\n")[0])
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        for tag in one.get("tags", ["other"])
    ]
    about = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
    for tag in sorted({tag for tag, *_ in operations}):
        rows = [(f"`{method}`", f"`{path}`", said) for of, method, path, said in operations if of == tag]
        text += f"\n## {tag.capitalize()}\n\n" + (f"{about[tag]}\n\n" if about.get(tag) else "")
        text += _table(("Method", "Address", "What it does"), rows)
    return text


def _by_package(declared: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Names by the package that they begin with; what tests declare is left out."""
    labels = [config.label for config in apps.get_app_configs()]
    packages: dict[str, list[str]] = {}
    for name in sorted(declared):
        package = name.partition(".")[0]
        if package in labels:
            packages.setdefault(package, []).append(name)
    return sorted(packages.items(), key=lambda one: labels.index(one[0]))


def _begin(title: str, about: str) -> str:
    return f"{_MADE}\n# {title}\n\n{about}\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "permissions.md": permissions,
    "events.md": events,
    "errors.md": errors,
    "commands.md": commands,
    "rest.md": rest,
}
"""File names and what makes them."""
