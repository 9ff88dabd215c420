"""python -m paycalc {packs,columns,run,explain,check,golden,law}: bad input is a sentence on stderr and exit code 2."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import numpy as np

from paycalc import golden, table
from paycalc.calendars import Dates
from paycalc.columns import NO_DATE, Column, Kind, Type, decode
from paycalc.engines import ENGINES
from paycalc.errors import PaycalcError
from paycalc.packs import Pack, installed, load
from paycalc.run import Problem, Slips, Spread, run
from paycalc.trace import Step, explain

__all__ = ["main"]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence instead of the usage text."""
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit status is returned."""
    options = parser().parse_args(arguments)
    try:
        status: int = options.command(options)
        return status
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except FileNotFoundError as missing:
        return _fail(f"there is no file {missing.filename}")
    except OSError as error:
        return _fail(f"{error.filename or 'the file'} cannot be read or written: {error.strerror or error}")
    except UnicodeDecodeError:
        return _fail("the file cannot be read: it is not text in UTF-8")
    except (PaycalcError, ValueError) as error:
        return _fail(str(error))


def _fail(sentence: str) -> int:
    print(f"paycalc: {sentence}", file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    """The command line as argparse knows it; the documentation is made from it."""
    made = _Parser(prog="paycalc", description="The payroll engine.")
    commands = made.add_subparsers(required=True, metavar="{packs,columns,run,explain,check,golden,law}")
    commands.add_parser("packs", help="packs, years covered, proof").set_defaults(command=_packs)
    columns = commands.add_parser("columns", help="input and output columns of a pack")
    columns.set_defaults(command=_columns)
    run_ = commands.add_parser("run", help="payslips of a CSV of people")
    run_.set_defaults(command=_run)
    run_.add_argument("--out", type=Path, help="default: standard output")
    run_.add_argument("--workers", type=_count, default=1)
    run_.add_argument("--engine", choices=sorted(ENGINES), default="local")
    explain_ = commands.add_parser("explain", help="the official worksheet, filled in for one row")
    explain_.set_defaults(command=_explain)
    explain_.add_argument("--row", type=int, required=True, help="1 is the first person")
    for one in (run_, explain_):
        one.add_argument("--in", dest="people", type=Path, required=True)
        one.add_argument("--day", type=_date, help="pay date, default: the file's column `day`")
        one.add_argument("--start", type=_date, help="first day of the pay period, default: the pay date")
        one.add_argument("--end", type=_date, help="last day of the pay period, default: the pay date")
    check = commands.add_parser("check", help="compare golden rows exactly")
    check.set_defaults(command=_check)
    for one in (columns, run_, explain_, check):
        one.add_argument("pack")
    check.add_argument("tests", type=Path)
    golden_ = commands.add_parser("golden", help="turn a vector file into golden rows")
    golden_.set_defaults(command=_golden)
    golden_.add_argument("source", type=Path)
    golden_.add_argument("--as", dest="as_", help="a converter's name, such as gb.ni")
    law = commands.add_parser("law", help="pages about the law of each country, from figures and formulas")
    law.set_defaults(command=_law)
    law.add_argument("--out", type=Path, required=True, help="a folder")
    law.add_argument("--check", action="store_true", help="write nothing; exit status 1 where a page is stale")
    return made


def _date(text: str) -> date:
    try:
        if len(text) != 10:  # Python also reads 20261130 and 2026-W49-1
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-30") from None


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")


def _packs(_: argparse.Namespace) -> int:
    for code in installed():
        pack = load(code)
        years = ", ".join(f"{first.isoformat()} to {last.isoformat()}" for first, last in pack.covers)
        print(f"{pack.code}  {pack.name} ({pack.currency}), version {pack.version}")
        print(f"    pay dates    {years}")
        print(f"    frequencies  {', '.join(pack.frequencies)}")
        print(f"    proof        {pack.proof}")
    return 0


def _columns(options: argparse.Namespace) -> int:
    pack = load(options.pack)
    for column in (*pack.inputs, *pack.results):
        about = column.help + (f" [{' | '.join(column.choices)}]" if column.choices else "")
        print(f"{column.name:32} {column.kind.value:12} {column.type.value:7} {_extra(pack, column):28} {about}")
    return 0


def _extra(pack: Pack, column: Column) -> str:
    if column.kind is Kind.RESULT:
        parts = [column.section.value if column.section else "", column.payee or ""]
        return " ".join(part for part in parts if part)
    if column.default is None:
        return "required"
    blank = column.type is Type.DATE and column.default == NO_DATE
    return "default none" if blank else f"default {decode(column, column.default, pack.currency)}"


def _dates(options: argparse.Namespace, day: date) -> Dates:
    dates = Dates(day, options.start or day, options.end or day)
    if dates.start > dates.end:
        raise ValueError(f"the period starts on {dates.start}, after its end {dates.end}: give --start and --end")
    return dates


def _run(options: argparse.Namespace) -> int:
    pack = load(options.pack)
    people = table.read(pack, options.people)
    out = {column.name: np.zeros(people.rows, np.int64) for column in pack.results}
    problems: list[Problem] = []
    for day, rows in people.by_day(options.day):
        some = {name: values[rows] for name, values in people.columns.items()}
        spread = Spread(options.workers, options.engine)
        slips = run(pack, some, _dates(options, day), spread=spread, progress=_progress())
        for name, values in slips.columns.items():
            out[name][rows] = values
        problems += [Problem(int(rows[one.row]), one.column, one.code, one.sentence) for one in slips.problems]
    slips = Slips(out, sorted(problems, key=lambda one: one.row))
    if options.out is None:
        table.write(pack, people, slips, sys.stdout)
    else:
        with options.out.open("w", newline="", encoding="utf-8") as file:
            table.write(pack, people, slips, file)
    for one in slips.problems:
        print(f"row {one.row + 1}: {one.column + ': ' if one.column else ''}{one.sentence}", file=sys.stderr)
    print(f"{people.rows - len(slips.problems)} payslips, {len(slips.problems)} problems", file=sys.stderr)
    return 1 if slips.problems else 0


class _progress:
    """A bar on standard error, only where a person is looking."""

    def __call__(self, done: int, rows: int) -> None:
        if sys.stderr.isatty():
            filled = 40 * done // max(rows, 1)
            end = "\n" if done == rows else ""
            print(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done:,} of {rows:,}", end=end, file=sys.stderr, flush=True)


def _explain(options: argparse.Namespace) -> int:
    pack = load(options.pack)
    people = table.read(pack, options.people)
    if not 1 <= options.row <= people.rows:
        raise PaycalcError(f"the file has rows 1 to {people.rows}; there is no row {options.row}")
    row = options.row - 1
    day = next(day for day, rows in people.by_day(options.day) if row in rows)
    print(f"{pack.name}, pay date {day.isoformat()}, row {options.row}")
    section = ""
    for step in explain(pack, people.columns, row, _dates(options, day)):
        if step.section != section:
            section = step.section
            print(f"\n{section}" + (f"  ({step.cite})" if step.cite else ""))
        print(_line(pack, step))
    return 0


def _line(pack: Pack, step: Step) -> str:
    about = "; ".join(part for part in (step.formula, step.rounding) if part)
    return f"  {step.line:>5}  {step.label:46} {step.text(pack.currency):>16}  {about}".rstrip()


def _check(options: argparse.Namespace) -> int:
    report = golden.check(load(options.pack), options.tests)
    if not report.rows:
        raise PaycalcError(f"{options.tests} has no rows, so nothing is proved")
    for sentence in report.first:
        print(sentence)
    print(report.text())
    return 1 if report.mismatches else 0


def _golden(options: argparse.Namespace) -> int:
    converted = golden.convert(options.source, options.as_)
    if not converted.rows and not converted.dropped:
        raise PaycalcError(f"{options.source} has no rows")
    sys.stdout.write(golden.render(converted))
    for reason, count in converted.reasons().items():
        print(f"dropped {count}: {reason}", file=sys.stderr)
    print(f"{len(converted.rows)} rows, {len(converted.dropped)} dropped", file=sys.stderr)
    return 0


def _law(options: argparse.Namespace) -> int:
    from paycalc import pages

    names = pages.stale(options.out) if options.check else pages.write(options.out)
    for name in names:
        print(f"{options.out.joinpath(name)}: {'stale; write it anew without --check' if options.check else 'written'}")
    return 1 if options.check and names else 0
