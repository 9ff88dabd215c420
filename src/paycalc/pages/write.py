"""The pages of docs/law: one for each country and an index; what a page says is what the pack holds and does."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

from paycalc import golden, rounding
from paycalc.packs import Pack, installed, load
from paycalc.pages.figures import Entry, assigned, entries, escaped, table, tables
from paycalc.pages.reading import Method, TaxFile, folder, tax_files
from paycalc.parameters import STATUSES

__all__ = ["pages", "stale", "write"]

_MADE = "<!-- Written by `python -m paycalc law --out docs/law`; do not edit. -->\n"
_INDEX = (
    "What each country's pack covers, by which method, from which figures, and what proves it. The pages are made from "
    "the packs: figures with their citations, the text of each tax file, the pack's own README, and the golden rows, "
    "run when the page was made. A figure that is missing on a day stops the run with a sentence that names it and its "
    "publication; nothing is taken from another year."
)
_PROOF = (
    "A row is a person whose payslip somebody else worked out: an agency's example or calculator, its own test data, "
    "or another engine. Exact means equal to the last unit; within a tolerance are rows whose source itself is "
    "documented as inexact."
)


def pages() -> dict[str, str]:
    """File name -> text, of every installed pack."""
    packs = [load(code) for code in installed()]
    return {"index.md": _index(packs)} | {f"{pack.code}.md": _country(pack) for pack in packs}


def stale(out: Path) -> list[str]:
    """The pages of a folder that are missing or no longer say what the packs do."""
    return [name for name, text in pages().items() if not _same(out.joinpath(name), text)]


def write(out: Path) -> list[str]:
    """Write every page that is stale; their names."""
    made = pages()
    changed = [name for name, text in made.items() if not _same(out.joinpath(name), text)]
    out.mkdir(parents=True, exist_ok=True)
    for name in changed:
        out.joinpath(name).write_text(made[name], encoding="utf-8")
    return changed


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _index(packs: list[Pack]) -> str:
    reports = {pack.code: _reports(pack) for pack in packs}
    rows, every = [], golden.Report()
    for pack in packs:
        total = _sum(list(reports[pack.code].values()))
        every = _sum([every, total])
        count = len(entries(pack.package))
        rows.append((f"[{pack.name}]({pack.code}.md)", _covers(pack), f"{count:,}", *_numbers(total)))
    rows.append(("**All**", "", f"{sum(len(entries(pack.package)) for pack in packs):,}", *_numbers(every)))
    text = f"{_MADE}\n# Law\n\n{_INDEX}\n\n## Countries\n\n"
    text += table(("Country", "Pay dates", "Figures", "Vectors", "Exact", "Within a tolerance", "Mismatches"), rows)
    text += f"\n{_PROOF}\n\n## How far each pack is proven\n\n"
    text += table(("Country", "Proof"), [(pack.name, escaped(pack.proof)) for pack in packs])
    text += "\n## How far a figure is proven\n\n"
    counts = Counter(version.status for pack in packs for one in entries(pack.package) for version in one.versions)
    rows = [(f"`{name}`", means, f"{counts[name]:,}") for name, means in STATUSES.items()]
    return text + table(("Status", "Meaning", "Figures by date"), rows)


def _reports(pack: Pack) -> dict[str, golden.Report]:
    """Golden file -> what `python -m paycalc check` finds in it."""
    return {
        path.name: golden.check(pack, path) for path in sorted(folder(pack.package).joinpath("golden").glob("*.csv"))
    }


def _sum(reports: list[golden.Report]) -> golden.Report:
    return golden.Report(
        sum(one.rows for one in reports), sum(one.mismatches for one in reports), sum(one.tolerated for one in reports)
    )


def _numbers(report: golden.Report) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in (report.rows, report.exact, report.tolerated, report.mismatches))


def _covers(pack: Pack) -> str:
    return "<br>".join(f"{first.isoformat()} to {last.isoformat()}" for first, last in pack.covers)


def _country(pack: Pack) -> str:
    held = entries(pack.package)
    begin, parts = _readme(pack)
    text = f"{_MADE}\n# {pack.name}\n\n{begin}\n\n"
    facts = [
        ("Pay dates", _covers(pack)),
        ("Pay frequencies", ", ".join(pack.frequencies)),
        ("Currency", pack.currency),
        ("Version", pack.version),
        ("Proof", escaped(pack.proof)),
    ]
    text += table(("", ""), facts)
    covered = [title for title in parts if title.startswith("Covered")]
    text += "".join(f"\n## {title}\n\n{parts.pop(title)}\n" for title in covered)
    text += _days(pack, held) + _payslip(pack, held) + _golden(pack)
    return text + "".join(f"\n## {title}\n\n{said}\n" for title, said in parts.items())


def _readme(pack: Pack) -> tuple[str, dict[str, str]]:
    """How the README begins, and its parts by title; where a file stands is for those who read the source."""
    text = folder(pack.package).joinpath("README.md").read_text(encoding="utf-8")
    begin, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    parts = dict(part.split("\n", 1) for part in rest)
    begin = "\n\n".join(one for one in begin.split("\n\n")[1:] if not one.startswith("`"))
    return begin.strip(), {title: said.strip() for title, said in parts.items() if title != "Where to find what"}


def _days(pack: Pack, held: list[Entry]) -> str:
    """The days from which figures are others; a payslip of each and of the day before is a test."""
    begun: dict[date, list[str]] = {}
    for one in held:
        for version in one.versions:
            begun.setdefault(version.start, []).append(one.name)
    rows = [(day.isoformat(), f"{len(names):,}", _some(names)) for day, names in sorted(begun.items())]
    return "\n## Days on which figures change\n\n" + table(("From", "Figures", "Of"), rows)


def _some(names: list[str]) -> str:
    groups = list(dict.fromkeys(name.partition(".")[0] for name in names))
    return ", ".join(f"`{group}`" for group in groups[:8]) + (f" and {len(groups) - 8} more" if len(groups) > 8 else "")


def _payslip(pack: Pack, held: list[Entry]) -> str:
    modules = tax_files(pack.package)
    homes = assigned(held, modules)
    text = "\n## The payslip, from top to bottom\n"
    for module in modules:
        text += _section(pack, module, homes[module.name])
    if homes[""]:
        text += "\n### Held, and used by no formula\n" + tables(homes[""], pack.code)
    return text


def _section(pack: Pack, module: TaxFile, held: list[Entry]) -> str:
    path = module.name.replace(".", "/")
    place = f"{path}/__init__.py" if folder(pack.package).joinpath(path).is_dir() else f"{path}.py"
    text = f"\n### {place}\n\n{escaped(module.says)}\n"
    if module.cites:
        text += f"\nLaw: {escaped('; '.join(module.cites))}\n"
    if module.methods:
        text += "\n" + "".join(_method(one) for one in module.methods)
    if module.modes or module.roundings:
        text += "\n" + _rounding(module)
    return text + (tables(held, pack.code) if held else "")


def _method(one: Method) -> str:
    since = f", {escaped(one.since)}" if one.since else ""
    return f"- `{one.name}`{since}: {escaped(' '.join(one.says.split()))}\n"


def _rounding(module: TaxFile) -> str:
    rules = []
    for name in module.modes:
        says = (getattr(rounding, name).__doc__ or "").strip()
        rules.append(f"`{name}` ({escaped(says.rstrip('.'))})")
    said = f"on the worksheet: {escaped('; '.join(module.roundings))}" if module.roundings else ""
    return f"Rounding: {'; '.join(filter(None, (*rules, said)))}.\n"


def _golden(pack: Pack) -> str:
    rows = [
        (f"`{name}`", _source(folder(pack.package).joinpath("golden", name)), *_numbers(report))
        for name, report in _reports(pack).items()
    ]
    text = f"\n## Golden rows\n\n{_PROOF}\n\n"
    return text + table(("File", "Vectors, converter", "Rows", "Exact", "Within a tolerance", "Mismatches"), rows)


def _source(path: Path) -> str:
    """The vector file and the converter that a golden file was made by; its first comment names them."""
    with path.open(encoding="utf-8") as file:
        return file.readline().removeprefix("# source:").strip()  # "vectors_ni.csv, converter gb.ni"
