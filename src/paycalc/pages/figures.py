"""Figures as a page shows them: which tax file each belongs to, and tables of their versions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from paycalc.pages.reading import TaxFile, folder
from paycalc.parameters import Figure, figures

__all__ = ["Entry", "assigned", "entries", "escaped", "table", "tables"]

_LONGEST: Final = 12
"""Rows of a table that are shown; of a longer one, the first of them."""
_KEYS: Final = {
    "pay_date": "the pay date",
    "period_end": "the last day of the pay period",
    "period_start": "the first day of the pay period",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of a pack: its name, what its file calls it, the file, and its versions, oldest first."""

    name: str
    label: str
    file: str
    versions: tuple[Figure, ...]


def entries(package: str) -> list[Entry]:
    """Every figure of a pack, by file, in the order of the files."""
    held, found = figures(package), []
    for path in sorted(folder(package).joinpath("parameters").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        labels = dict(re.findall(r"^\[\[([\w.]+)\]\]\s*#\s*(.+)$", text, re.MULTILINE))
        for name in _names(tomllib.loads(text), ""):
            versions = tuple(sorted(held[name], key=lambda figure: figure.start))
            found.append(Entry(name, labels.get(name, ""), path.name, versions))
    return found


def _names(tree: dict[str, Any], prefix: str) -> list[str]:
    """The dotted names of the figures of a file."""
    found = []
    for key, value in tree.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and "cite" in value[0]:
            found.append(prefix + key)
        elif isinstance(value, dict):
            found += _names(value, f"{prefix}{key}.")
    return found


def assigned(held: Iterable[Entry], modules: list[TaxFile]) -> dict[str, list[Entry]]:
    """Tax file -> its figures: those that it is the first to name; a name put together when it runs tells less.

    Such a figure goes where more than half of its own file went, else to the first that may mean it. What nothing
    names stands under "".
    """
    held = list(held)
    sure = {one.name: _first(one.name, modules, _is_named) for one in held}
    homes: dict[str, list[Entry]] = {name: [] for name in (*(module.name for module in modules), "")}
    for one in held:
        near = [sure[other.name] for other in held if other.file == one.file]
        most = next((home for home in near if 2 * near.count(home) > len(near)), "")
        built = _first(one.name, modules, _is_built) or _first(one.name, modules, _is_within)
        homes[sure[one.name] or (built and most) or built].append(one)
    return homes


def _first(name: str, modules: list[TaxFile], fits: Callable[[str, TaxFile], bool]) -> str:
    return next((module.name for module in modules if fits(name, module)), "")


def _is_named(name: str, module: TaxFile) -> bool:
    """Whether the figure, or a value within it, is named; words without a dot may mean anything."""
    return any(_begins(name, pattern) for pattern in module.named)


def _is_built(name: str, module: TaxFile) -> bool:
    return any(_begins(name, pattern) for pattern in module.built)


def _begins(name: str, pattern: str) -> bool:
    parts = pattern.split(r"\.")
    begins = (r"\.".join(parts[:count]) for count in range(2, len(parts) + 1))
    return any(re.fullmatch(begin, name) for begin in begins)


def _is_within(name: str, module: TaxFile) -> bool:
    """Whether the group that the figure stands in is named, or the figure by a single word."""
    if module.name == "payslip":  # it names columns
        return False
    groups = (pattern for pattern in (*module.named, *module.built) if r"\." in pattern)
    return name in module.named or any(re.match(rf"{pattern}\.", name) for pattern in groups)


def tables(held: list[Entry], code: str) -> str:
    """One table of versions for each file, under the publication that it follows."""
    text = ""
    for file in dict.fromkeys(one.file for one in held):
        mine = [one for one in held if one.file == file]
        versions = [version for one in mine for version in one.versions]
        sources = list(dict.fromkeys(version.publication for version in versions))
        keys = " or ".join(dict.fromkeys(_KEYS[version.key] for version in versions))
        shown = "; ".join(sources) if len(sources) < 4 else f"{len(sources)} publications, as {sources[0]}"
        text += f"\n{escaped(shown)} (`{code}/parameters/{file}`, by {keys}):\n\n"
        rows = [row for one in mine for row in _rows(one)]
        text += table(("Figure", "Days", "Value", "Unit", "Citation", "Proof"), rows)
    return text


def _rows(one: Entry) -> Iterable[tuple[str, ...]]:
    for number, version in enumerate(one.versions):
        name = f"`{one.name}`" + (f"<br>{escaped(one.label)}" if one.label else "")
        first = name if number == 0 else ""
        yield (first, _days(version), _value(version.value), version.unit, escaped(version.cite), version.status)


def _days(version: Figure) -> str:
    until = "further notice" if version.until == date.max else version.until.isoformat()
    return f"{version.start.isoformat()} to {until}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return _shortened([f"{key}: {_value(inner)}" for key, inner in _flat("", value)])
    if isinstance(value, list):
        if any(isinstance(row, list | dict) for row in value):
            return _shortened([_value(row) if isinstance(row, dict) else " · ".join(map(str, row)) for row in value])
        return " · ".join(map(str, value))
    return ("yes" if value else "no") if isinstance(value, bool) else escaped(str(value))


def _flat(prefix: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of tables within tables, by dotted name."""
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(f"{prefix}{key}.", inner)
        else:
            yield f"{prefix}{key}", inner


def _shortened(lines: list[str]) -> str:
    more = [f"… {len(lines) - _LONGEST} more in the file"] if len(lines) > _LONGEST else []
    return "<br>".join(lines[:_LONGEST] + more)


def escaped(text: str) -> str:
    """Text as markdown shows it: names of columns and figures in code, addresses as links."""
    text = re.sub(r"([<*\[])", r"\\\1", text)
    text = re.sub(r"(?<![`\w/.])([a-z]+(?:_[a-z0-9]+)+)(?![\w`])", r"`\1`", text)
    return re.sub(r"(https?://[^\s;,)]+)", r"<\1>", text)


def _cell(text: str) -> str:
    """What a table's cell may hold."""
    return text.replace("|", "\\|").replace("\n", " ")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(_cell(one) for one in line)} |\n" for line in lines)
