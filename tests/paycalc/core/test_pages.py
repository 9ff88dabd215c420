"""The pages of docs/law say what the packs hold and do."""

from pathlib import Path

import pytest

from paycalc import installed, load, pages
from paycalc.cli import main
from paycalc.pages.figures import entries
from paycalc.pages.reading import tax_files
from paycalc.parameters import figures

LAW = Path(__file__).parents[3] / "docs" / "law"


@pytest.fixture(scope="module")
def made():
    return pages.pages()


@pytest.mark.parametrize("name", ["index.md", *(f"{code}.md" for code in installed())])
def test_the_page_is_what_the_pack_says(name, made):
    assert (LAW / name).read_text(encoding="utf-8") == made[name], "write it anew: python -m paycalc law --out docs/law"


@pytest.mark.parametrize("code", installed())
def test_every_figure_and_every_tax_file_stands_on_its_page_once(code, made):
    package = load(code).package
    assert sorted(one.name for one in entries(package)) == sorted(figures(package))
    for name in figures(package):
        assert made[f"{code}.md"].count(f"| `{name}`") == 1, name
    headings = [line for line in made[f"{code}.md"].splitlines() if line.startswith("### ") and line.endswith(".py")]
    assert len(headings) == len(set(headings)) == len(tax_files(package))


def test_the_order_is_that_of_the_payslip():
    assert [one.name for one in tax_files("paycalc.packs.pl")] == ["payslip", "zus", "ppk", "income_tax"]


def test_figures_stand_under_the_tax_that_names_them(made):
    unused = "### Held, and used by no formula"
    assert [code for code in installed() if unused in made[f"{code}.md"]] == ["de"]
    assert made["de.md"].partition(unused)[2].count("| `sv.jaeg`") == 1


def test_a_stale_page_is_named_and_written(tmp_path, capsys):
    assert main(["law", "--out", str(tmp_path)]) == 0
    (tmp_path / "pl.md").write_text("old", encoding="utf-8")
    capsys.readouterr()
    assert main(["law", "--out", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().out == f"{tmp_path / 'pl.md'}: stale; write it anew without --check\n"
    assert main(["law", "--out", str(tmp_path)]) == 0
    assert main(["law", "--out", str(tmp_path), "--check"]) == 0
