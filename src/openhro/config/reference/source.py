"""What can only be read in the source: the codes of refusals, wherever one is raised, returned or handed on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openhro
import paycalc
from openhro.core import errors

ROOTS = {"openhro": Path(openhro.__file__).parent, "paycalc": Path(paycalc.__file__).parent}
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_PLACE = re.compile(r"%(?:\((\w+)\))?[sd]")


@dataclass(frozen=True, slots=True)
class Code:
    """A code, the status it is answered with, its sentence with {places}, and the module that says it."""

    code: str
    status: int
    sentence: str
    module: str


def modules(package: str = "openhro") -> Iterator[tuple[str, ast.Module]]:
    """Every module of a package by its dotted name, but for migrations."""
    root = ROOTS[package]
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            dotted = ".".join((package, *path.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
            yield dotted, ast.parse(path.read_text(encoding="utf-8"))


def codes() -> list[Code]:
    """Every refusal of the platform, by code; the same code said in several places stands several times."""
    found: set[Code] = set()
    for module, tree in modules():
        known = statuses(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (name := _called(node)) in known:
                found |= set(_of_call(node, known[name], module))
            elif isinstance(node, ast.ClassDef) and node.name in known:
                own = (
                    one for one in ast.walk(node) if isinstance(one, ast.Call) and _called(one) == "super().__init__"
                )
                found |= {code for one in own for code in _of_call(one, known[node.name], module)}
    return sorted(found, key=lambda one: (one.code, one.status, one.module, one.sentence))


def statuses(tree: ast.Module) -> dict[str, int]:
    """The classes of refusals that a module can name, with their statuses: those of core.errors, and its own."""
    known = {
        name: kind.status
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.Refused)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            base = next((ast.unparse(one) for one in node.bases if ast.unparse(one) in known), None)
            if base:
                known[node.name] = _status_of(node, known[base])
    return known | {f"errors.{name}": status for name, status in known.items()}


def _status_of(node: ast.ClassDef, inherited: int) -> int:
    for line in node.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "status":
            return int(ast.unparse(line.value))
    return inherited


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def _of_call(node: ast.Call, status: int, module: str) -> Iterator[Code]:
    """The code and sentence of one call; both arms of a choice count."""
    if len(node.args) >= 2:
        for code in texts(node.args[0]):
            if _CODE.fullmatch(code):
                yield Code(code, status, _sentence(node.args[1]), module)


def texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _sentence(node: ast.expr) -> str:
    """A sentence as its readers see it, with {places} where it names something."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
    if isinstance(node, ast.BinOp):
        left, right = _sentence(node.left), _sentence(node.right)
        return _placed(left) if isinstance(node.op, ast.Mod) else left + right
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).rpartition(".")[2] in _MARKS:
        return _placed(_sentence(node.args[0]))
    if isinstance(node, ast.IfExp):
        return f"{_sentence(node.body)} / {_sentence(node.orelse)}"
    return "{…}"


def _placed(text: str) -> str:
    return _PLACE.sub(lambda found: f"{{{found[1] or '…'}}}", text)


_MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "str", "format", "join"}


def findings() -> list[tuple[str, str, str]]:
    """Codes of what is wrong with one row or one employee, where a run goes on without them: kind, code, sentence."""
    found: set[tuple[str, str, str]] = set()
    for package in ROOTS:
        for module, tree in modules(package):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and (place := _FINDINGS.get(_called(node).rpartition(".")[2])):
                    kind, at = place
                    spoken = [texts(one) for one in node.args]
                    if len(node.args) > at + 1 and spoken[at] and re.fullmatch(r"\w{3,}", spoken[at][0]):
                        where = f"pack {module.split('.')[2]}" if module.startswith("paycalc.packs.") else kind
                        found |= {(where, code, _sentence(node.args[at + 1])) for code in spoken[at]}
    return sorted(found)


_FINDINGS = {
    "CellRefused": ("a cell of a file", 0),
    "problem": ("a payslip", 2),
    "Problem": ("a payslip", 2),
    "error": ("an employee before pay", 1),
    "warning": ("an employee before pay", 1),
}
"""What makes a finding: where it belongs, and the place of its code among the arguments."""


_VARIABLE = re.compile(r"OPENHRO_[A-Z_]+[A-Z]")


def variables_read() -> set[str]:
    """Every OPENHRO_* name in the source of both packages."""
    found: set[str] = set()
    for package in ROOTS:
        for module, tree in modules(package):
            if module != "openhro.config.variables":
                words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
                found |= {
                    word for word in words if isinstance(word, str) and re.fullmatch(r"OPENHRO_[A-Z_]+[A-Z]", word)
                }
    return found
