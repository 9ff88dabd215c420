"""Readiness: what a process document must hold, how mature a process is, the score, and what keeps the gate shut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.errors import Conflict, Invalid
from openhro.engagements.rules.matrix import FUNCTIONS
from openhro.engagements.rules.terms import check_words

LEVELS: dict[int, Promise] = {
    0: gettext_lazy("None"),
    1: gettext_lazy("Known to people"),
    2: gettext_lazy("Documented"),
    3: gettext_lazy("Followed"),
    4: gettext_lazy("Measured"),
}
DOCUMENTED, FOLLOWED, MEASURED = 2, 3, 4
CLEAN_RUNS = 2
"""How many parallel runs in a row must be without an unexplained difference before payroll is taken over."""

PARALLEL_FUNCTIONS = frozenset({"payroll"})
PURPOSES = {"approver": gettext_lazy("Approves for the client"), "escalation": gettext_lazy("Escalation")}
MOST_STEPS = 60
FILE_KINDS = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "csv": "text/csv",
    "txt": "text/plain", "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
_BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG", "jpg": b"\xff\xd8", "jpeg": b"\xff\xd8", "xlsx": b"PK", "docx": b"PK"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process: who does it, and what is done."""

    owner: str
    does: str


@dataclass(frozen=True, slots=True)
class Template:
    """What the library asks to be written down about a function."""

    function: str
    code: str
    name: str
    mandatory: bool
    weight: int
    purpose: str
    evidence: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class DataSet:
    """Data that a function takes over; `totals` says which sums must agree."""

    function: str
    code: str
    name: str
    totals: str


@dataclass(frozen=True, slots=True)
class Library:
    """The templates of all functions, the data they take over, and the score that lets pass."""

    name: str
    version: str
    threshold: int
    templates: tuple[Template, ...]
    data: tuple[DataSet, ...]

    def of(self, function: str) -> list[Template]:
        """The templates of a function; one that is not of HR gets those that always apply."""
        wanted = function if function in FUNCTIONS else "*"
        return [one for one in self.templates if one.function == wanted]

    def data_of(self, function: str) -> list[DataSet]:
        """What a function takes over from whoever did it before."""
        return [one for one in self.data if one.function == function]


@dataclass(frozen=True, slots=True)
class Cell:
    """A function for the people of one company in one country: a cell of the scope matrix."""

    function: str
    country: str
    company: UUID | None


@dataclass(frozen=True, slots=True)
class Item:
    """A process as the score sees it."""

    id: UUID
    name: str
    weight: int
    mandatory: bool
    level: int


def score(items: Iterable[Item]) -> Decimal:
    """Σ weight x level / (4 x Σ weight) in percent, to two decimals, half up; nothing written down is nought."""
    got, most = _sums(items)
    return Decimal((got * 20_000 + most) // (2 * most) if most else 0).scaleb(-2)


def reaches(items: Iterable[Item], threshold: int) -> bool:
    """Whether the score is at least the threshold, before it is rounded."""
    got, most = _sums(items)
    return got * 100 >= threshold * most


def _sums(items: Iterable[Item]) -> tuple[int, int]:
    rows = list(items)
    return sum(row.weight * row.level for row in rows), MEASURED * sum(row.weight for row in rows)


def check_process(code: str, name: str, weight: int) -> None:
    """The head of a process of one's own: a code, a name, and how much it counts."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", code):
        raise Invalid("CODE_INVALID", _("Use up to 40 small letters, digits and _ for the code."), field="code")
    if not name.strip():
        raise Invalid("NAME_REQUIRED", _("Say what the process is called."), field="name")
    check_words({"name": name}, 120)
    if not 1 <= weight <= 100:
        raise Invalid("WEIGHT_INVALID", _("The weight is 1 to 100."), field="weight")


def check_steps(steps: Sequence[Step]) -> None:
    """A document has steps, and every step its owner: work that nobody owns is not documented."""
    if not steps:
        raise Invalid("STEPS_MISSING", _("Write at least one step."), field="steps")
    if len(steps) > MOST_STEPS:
        raise Invalid("TOO_MANY_STEPS", _("Keep a process within %s steps; split it.") % MOST_STEPS, field="steps")
    for number, step in enumerate(steps, 1):
        if not step.owner.strip() or not step.does.strip():
            raise Invalid(
                "STEP_OWNER_MISSING",
                _("Step %(number)s needs both: who does it, and what is done.") % {"number": number},
                field="steps",
                detail={"step": number},
            )
        check_words({"steps": step.owner}, 120)
        check_words({"steps": step.does.replace("\n", " ").replace("\r", " ").replace("\t", " ")}, 1000)


def check_level(level: int, document: int, evidence: int) -> None:
    """What a level stands for must be there: a document from 2 on, a file that shows it is followed from 3 on."""
    if level not in LEVELS:
        raise Invalid("LEVEL_INVALID", _("The level is 0 (none) to 4 (measured)."), field="level")
    if level >= DOCUMENTED and not document:
        raise Conflict("DOCUMENT_MISSING", _("Write the process down first: level 2 means documented."), field="level")
    if level >= FOLLOWED and not evidence:
        raise Conflict(
            "EVIDENCE_MISSING",
            _("Add a file that shows that the process is followed: levels 3 and 4 need evidence."),
            field="level",
        )


def check_file(name: str, content: bytes, most: int) -> str:
    """The media type of a file of evidence; only kinds that open safely, and that are what they say."""
    check_words({"file": name}, 160)
    ending = name.rpartition(".")[2].lower()
    if "." not in name or ending not in FILE_KINDS:
        kinds = ", ".join(sorted(FILE_KINDS))
        raise Invalid("FILE_KIND", _("Send one of these kinds of file: %s.") % kinds, field="file")
    if not content:
        raise Invalid("FILE_EMPTY", _("The file is empty."), field="file")
    if len(content) > most:
        raise Invalid("FILE_SIZE", _("The file is larger than %s MB.") % (most // 2**20), field="file")
    if not content.startswith(_BEGINS.get(ending, b"")):
        raise Invalid("FILE_KIND", _("The file is not what its name says. Save it anew and send that."), field="file")
    return FILE_KINDS[ending]


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One cell as the gate sees it. `clean_runs` is None where no parallel run is asked for."""

    cell: Cell
    name: str
    items: tuple[Item, ...]
    open_data: tuple[str, ...]
    access_tested: bool
    clean_runs: int | None


@dataclass(frozen=True, slots=True)
class ReadinessFacts:
    """What "document first, outsource second" asks of an engagement; `board` is the address of its board."""

    board: str
    threshold: int
    escalation: frozenset[str]
    unknown_calendars: tuple[str, ...]
    cells: tuple[CellFacts, ...]


def failing(facts: ReadinessFacts) -> list[dict[str, Any]]:
    """Everything that is not ready yet, each with its code, a sentence and where it is mended."""
    sides = {"client": _("the client"), "provider": _("the provider")}
    found = [
        _fails("ESCALATION_MISSING", _("No escalation contact of %s is named.") % said, f"{facts.board}#contacts")
        for side, said in sides.items()
        if side not in facts.escalation
    ]
    found += [
        _fails("CALENDAR_MISSING", _("No statutory calendar is loaded for %s.") % country, facts.board)
        for country in facts.unknown_calendars
    ]
    for one in facts.cells:
        found += _failing_cell(one, facts)
    return found


def _failing_cell(one: CellFacts, facts: ReadinessFacts) -> list[dict[str, Any]]:
    where, board = {"cell": one.name}, facts.board
    more = {"function": one.cell.function, "country": one.cell.country, "company": str(one.cell.company or "")}
    query = "&".join(f"{name}={value}" for name, value in more.items())
    here = f"{board}?{query}"
    found = []
    if not one.items:
        text = _("%(cell)s: no process is written down. Take the library’s templates.")
        found.append(_fails("PROCESSES_MISSING", text % where, here, more))
    for item in one.items:
        if item.mandatory and item.level < DOCUMENTED:
            text = _("%(cell)s: “%(process)s” is at level %(level)s and must be documented (2).")
            words = text % (where | {"process": item.name, "level": item.level})
            found.append(_fails("PROCESS_NOT_DOCUMENTED", words, f"{board}processes/{item.id}/", more))
    if one.items and not reaches(one.items, facts.threshold):
        text = _("%(cell)s: the score is %(score)s %%, and %(threshold)s %% is needed.")
        words = text % (where | {"score": score(one.items), "threshold": facts.threshold})
        found.append(_fails("SCORE_TOO_LOW", words, here, more))
    if one.clean_runs is not None and one.clean_runs < CLEAN_RUNS:
        text = _("%(cell)s: clean parallel runs in a row: %(runs)s of %(needed)s.")
        words = text % (where | {"runs": one.clean_runs, "needed": CLEAN_RUNS})
        found.append(_fails("PARALLEL_RUNS", words, f"{here}#parallel", more))
    for name in one.open_data:
        words = _("%(cell)s: “%(data)s” is not reconciled.") % (where | {"data": name})
        found.append(_fails("DATA_NOT_RECONCILED", words, f"{here}#data", more))
    if not one.access_tested:
        words = _("%(cell)s: nobody who does the work has tested their access.") % where
        found.append(_fails("ACCESS_UNTESTED", words, f"{here}#access", more))
    return found


def _fails(code: str, message: str, link: str, detail: dict[str, str] | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "link": link} | ({"detail": detail} if detail else {})
