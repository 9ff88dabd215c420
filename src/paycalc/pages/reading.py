"""What a pack's source says: its tax files in payslip order, their docstrings, citations, roundings and figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from paycalc import rounding

__all__ = ["Method", "TaxFile", "folder", "tax_files"]

_DECLARATIONS = re.compile(r"(^|_)(columns|column_makers|converters|results|lines|totals)(_|$)")
"""Modules that declare columns or convert vectors: no method of a tax."""
_CALCULATING = {"share", "part", "split"}


@dataclass(frozen=True, slots=True)
class Method:
    """A function of a tax file that says what it does; `since` is set for one of several versions."""

    name: str
    says: str
    since: str


@dataclass(frozen=True, slots=True)
class TaxFile:
    """One module of a pack."""

    name: str  # "national_insurance", "social.branches"
    says: str
    methods: tuple[Method, ...]
    cites: tuple[str, ...]
    modes: tuple[str, ...]  # names in rounding.py
    roundings: tuple[str, ...]  # as the notes of the explanation say them
    named: tuple[str, ...]  # figures that it names, as patterns of regular expressions
    built: tuple[str, ...]  # those whose names begin with a place filled at run time


def folder(package: str) -> Path:
    """Where a pack's source stands; raises ModuleNotFoundError without one."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no source of {package}", name=package)
    return Path(spec.origin).parent


def tax_files(package: str) -> list[TaxFile]:
    """The modules of a pack, in the order in which its payslip calls them; each is followed by those that it uses."""
    root = folder(package)
    payslip = _tree(root.joinpath("payslip.py"))
    imports = _imports(payslip, package, root)
    first = next(one for one in payslip.body if isinstance(one, ast.FunctionDef) and one.name == "payslip")
    called = [ast.unparse(one.func).partition(".")[0] for one in _calls(first)]
    ordered: dict[str, None] = dict.fromkeys(("payslip",))
    main = list(dict.fromkeys(imports[name] for name in called if name in imports))
    for name in (*main, *_used(payslip, package, root)):
        _follow(name, package, root, (ordered, set(main) - {name}))
    rest = (path.relative_to(root).with_suffix("") for path in sorted(root.rglob("*.py")))
    names = [*ordered, *(".".join(path.parts).removesuffix(".__init__") for path in rest)]
    shown = [name for name in dict.fromkeys(names) if name not in ("__init__",) and not _declares(name)]
    return [_read(name, root) for name in shown]


def _declares(name: str) -> bool:
    return any(_DECLARATIONS.search(word) for word in name.split("."))


def _follow(name: str, package: str, root: Path, seen: tuple[dict[str, None], set[str]]) -> None:
    """A module and, depth first, what it imports; those with a place of their own on the payslip wait for it."""
    ordered, later = seen
    if name in ordered or _declares(name):
        return
    ordered[name] = None
    for used in _used(_tree(_path(name, root)), package, root):
        if used not in later:
            _follow(used, package, root, seen)


def _used(tree: ast.Module, package: str, root: Path) -> list[str]:
    """The modules of the pack that a module uses, by the first line that does."""
    imports = _imports(tree, package, root)
    words = [one for one in ast.walk(tree) if isinstance(one, ast.Name) and one.id in imports]
    words.sort(key=lambda one: (one.lineno, one.col_offset))
    return list(dict.fromkeys(imports[one.id] for one in words))


def _path(name: str, root: Path) -> Path:
    place = root.joinpath(*name.split("."))
    return place.joinpath("__init__.py") if place.is_dir() else place.with_suffix(".py")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module, package: str, root: Path) -> dict[str, str]:
    """Local name -> module of the pack, for modules and for what is taken out of them."""
    found: dict[str, str] = {}
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(package):
            continue
        inside = (node.module or "")[len(package) + 1 :]
        for alias in node.names:
            name = f"{inside}.{alias.name}".lstrip(".")
            known = _path(name, root).exists()
            if known or inside:
                found[alias.asname or alias.name] = name if known else inside
    return found


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls within a node, in the order of the text."""
    found = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    yield from sorted(found, key=lambda one: (one.lineno, one.col_offset))


def _read(name: str, root: Path) -> TaxFile:
    tree = _tree(_path(name, root))
    texts = _constants(tree)
    calls = list(_calls(tree))
    cites = [_text(one.args[1], texts) for one in calls if _called(one) == "part" and len(one.args) == 2]
    notes = [word.value for one in calls if _called(one) == "note" for word in one.keywords if word.arg == "rounding"]
    words = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
    modes = [mode for mode in rounding.__all__ if mode in words and mode not in _CALCULATING and mode.islower()]
    named, built = _names(tree)
    return TaxFile(
        name,
        ast.get_docstring(tree) or "",
        tuple(_methods(tree, texts)),
        tuple(dict.fromkeys(filter(None, cites))),
        tuple(modes),
        tuple(dict.fromkeys(filter(None, (_text(note, texts) for note in notes)))),
        named,
        built,
    )


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _constants(tree: ast.Module) -> dict[str, str]:
    """Texts that a module gives names to."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            text = _text(node.value, found)
            if text and isinstance(target, ast.Name):
                found[target.id] = text
    return found


def _text(node: ast.expr, texts: dict[str, str]) -> str:
    """The text of an expression, or nothing where it is only known when it runs."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Name):
        return texts.get(node.id, "")
    if isinstance(node, ast.JoinedStr):
        parts = [_text(one.value if isinstance(one, ast.FormattedValue) else one, texts) for one in node.values]
        return "".join(parts) if all(parts) else ""
    return ""


def _methods(tree: ast.Module, texts: dict[str, str]) -> Iterator[Method]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and (says := ast.get_docstring(node)):
            yield Method(node.name, says, _since(node, texts))


def _since(node: ast.FunctionDef, texts: dict[str, str]) -> str:
    """The day and citation of a version: @since(date(2026, 1, 1), cite="...")."""
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and ast.unparse(one.func) == "since" and isinstance(one.args[0], ast.Call):
            year, month, day = (int(ast.unparse(part)) for part in one.args[0].args)
            cite = next((_text(word.value, texts) for word in one.keywords if word.arg == "cite"), "")
            return f"from {year}-{month:02}-{day:02}" + (f" ({cite})" if cite else "")
    return ""


def _names(tree: ast.Module) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Patterns of dotted names: those that say how they begin, and those that begin with a place."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    named: list[str] = []
    built: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            if re.fullmatch(r"[a-z]\w*(\.\w+)*", node.value):
                named.append(re.escape(node.value))
        elif isinstance(node, ast.JoinedStr):
            parts = [str(one.value) if isinstance(one, ast.Constant) else "" for one in node.values]
            pattern = "".join(re.escape(one) if one else r"[\w.]+" for one in parts)
            if re.fullmatch(r"[a-z]\w+\..*", parts[0]) and " " not in "".join(parts):
                named.append(pattern)
            elif not parts[0] and any(re.fullmatch(r"\.[\w.]+", one) for one in parts):
                built.append(pattern)
    return tuple(dict.fromkeys(named)), tuple(dict.fromkeys(built))
