"""Files of at most 400 lines, functions of at most 40 lines and 6 arguments; no floats on money; no grab-bag modules."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
FILES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
NAMES = [str(path.relative_to(SRC)) for path in FILES]
MOST_LINES, MOST_FUNCTION, MOST_ARGUMENTS = 400, 40, 6


def functions(path: Path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef) -> int:
    """Lines of code: the docstring and decorators do not count."""
    first = node.body[1] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body[0]
    return node.end_lineno - first.lineno + 1


def arguments(node: ast.FunctionDef) -> int:
    names = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_files_and_functions_stay_small(path):
    lines = len(path.read_text().splitlines())
    assert lines <= MOST_LINES, f"{lines} lines: make it a folder of the same name"
    long = {node.name: length(node) for node in functions(path) if length(node) > MOST_FUNCTION}
    assert long == {}
    many = {node.name: arguments(node) for node in functions(path) if arguments(node) > MOST_ARGUMENTS}
    assert many == {}


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_module_says_what_it_holds(path):
    tree = ast.parse(path.read_text())
    if tree.body:
        assert ast.get_docstring(tree), "a module docstring says what the reader will find"


def test_no_module_is_a_grab_bag():
    assert [name for name in NAMES if Path(name).stem in ("utils", "helpers", "manager", "common", "misc")] == []


def test_no_model_keeps_money_or_anything_else_in_a_float():
    assert [name for name, path in zip(NAMES, FILES, strict=True) if "FloatField" in path.read_text()] == []
