"""The house rules that only a test can hold: no float in a pay path, a public face that is true, a fast import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import paycalc
from paycalc import installed, load
from paycalc.columns import Kind, Section

ROOT = Path(paycalc.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
FLOATS = {"float", "float16", "float32", "float64", "floating", "double", "true_divide", "divide", "mean", "average"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_float_is_anywhere(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        assert not isinstance(node, ast.Div), "true division"
        assert not (isinstance(node, ast.Name) and node.id in FLOATS), node.lineno
        assert not (isinstance(node, ast.Attribute) and node.attr in FLOATS), node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_functions_and_argument_lists_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, node.name
            arguments = node.args.args + node.args.posonlyargs
            assert len([one for one in arguments if one.arg != "self"]) <= 6, node.name


def test_the_public_face_is_true():
    assert sorted(paycalc.__all__) == sorted(set(paycalc.__all__))
    for name in paycalc.__all__:
        assert getattr(paycalc, name) is not None
    assert dir(paycalc) == sorted(paycalc.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = paycalc.nothing


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_in_all_exists(path):
    if path.name == "__main__.py":
        return
    dotted = ".".join(("paycalc", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    module = __import__(dotted, fromlist=["*"])
    assert all(hasattr(module, name) for name in module.__all__)


def test_the_import_brings_no_pack_and_nothing_heavy():
    """What makes an import slow is what it brings along; bench/engine.py prints how long it takes."""
    code = "import sys, paycalc; print(*sorted({name.partition('.')[0] for name in sys.modules} & set(sys.argv[1:])))"
    heavy = ("numba", "pandas", "scipy", "django", "psycopg", "ray", "hypothesis")
    assert subprocess.check_output([sys.executable, "-c", code, *heavy], cwd=ROOT.parent, text=True) == "\n"
    loaded = "import sys, paycalc; print(*[name for name in sys.modules if name.startswith('paycalc.packs.')])"
    assert subprocess.check_output([sys.executable, "-c", loaded], cwd=ROOT.parent, text=True) == "\n"


def test_run_is_the_function_whatever_is_imported_first():
    for first in ("import paycalc.run", "from paycalc.run import Slips", "import paycalc.cli", "import paycalc"):
        code = f"{first}\nimport paycalc.run\nfrom paycalc import run\nprint(type(run).__name__, run is paycalc.run)"
        assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT.parent, text=True) == "function True\n"


@pytest.mark.parametrize("code", installed())
def test_a_pack_describes_its_columns(code):
    pack = load(code)
    for column in (*pack.inputs, *pack.results):
        assert column.label and column.help
        assert (column.kind is Kind.RESULT) == (column.section is not None)
        if column.section in {Section.TAX, Section.EMPLOYER}:
            assert column.payee
        if column.kind is Kind.ACCUMULATOR:
            assert column.resets in {"tax_year", "quarter", "month", "never"}
        if column.feeds:
            assert pack.column(column.feeds).kind is Kind.ACCUMULATOR
    assert {c.feeds for c in pack.results if c.feeds} == {c.name for c in pack.inputs if c.kind is Kind.ACCUMULATOR}
    assert sum(column.section is Section.NET for column in pack.results) == 1
