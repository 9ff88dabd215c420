"""Document first: lay the library out, write processes down, add evidence, and judge how mature they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openhro.clients import queries as clients
from openhro.core import clock, journal, private
from openhro.core.actor import Actor
from openhro.core.errors import Conflict, Forbidden, Invalid, NotFound, illegal_move
from openhro.core.permission import Permission, check_other_person, permit
from openhro.engagements import events, permissions, queries, rules
from openhro.engagements.models import Assessment, Engagement, Evidence, Process, ProcessDocument, ScopeItem
from openhro.engagements.services.drafting import locked

MOST_BYTES = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Place:
    """The cell of the scope matrix that something is about. `company` is a legal entity of either side."""

    function: str
    country: str
    company: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProcessTerms:
    """A process that the library does not have."""

    code: str
    name: str
    mandatory: bool = False
    weight: int = 1
    purpose: str = ""
    owner: str = ""


@transaction.atomic
def fill_board(by: Actor, engagement_id: UUID) -> list[Process]:
    """Lay the library's templates out for each cell of the scope that has not got them; what is there stays."""
    engagement = open_engagement(by, engagement_id)
    permit(by, permissions.DOCUMENT, engagement)
    return lay_out(by, engagement)


def lay_out(by: Actor, engagement: Engagement) -> list[Process]:
    """The processes that were missing, made in one go."""
    items = ScopeItem.objects.filter(engagement=engagement, binding=True).select_related("entity", "provider_entity")
    there = set(Process.objects.filter(engagement=engagement).values_list("function", "country", "company", "code"))
    made = [
        Process(
            client_id=engagement.client_id,
            engagement=engagement,
            **asdict(cell),
            code=one.code,
            name=one.name,
            purpose=one.purpose,
            asks=one.evidence,
            mandatory=one.mandatory,
            weight=one.weight,
        )
        for cell in queries.cells_of(items)
        for one in queries.library().of(cell.function)
        if (cell.function, cell.country, cell.company, one.code) not in there
    ]
    Process.objects.bulk_create(made, batch_size=500)
    if made:
        data = {"processes": len(made), "library": queries.library().version}
        journal.record(by, events.BOARD_FILLED, engagement, data)
    return made


@transaction.atomic
def add_process(by: Actor, engagement_id: UUID, place: Place, terms: ProcessTerms) -> Process:
    """Add a process that the library does not have to a cell of the scope."""
    engagement = open_engagement(by, engagement_id)
    permit(by, permissions.DOCUMENT, engagement)
    check_place(by, engagement, place)
    rules.check_process(terms.code, terms.name, terms.weight)
    rules.check_words({"owner": terms.owner}, 120)
    rules.check_words({"purpose": terms.purpose}, 500)
    if Process.objects.filter(engagement=engagement, code=terms.code, **asdict(place)).exists():
        raise Conflict("CODE_TAKEN", _("This cell already has a process of that code."), field="code")
    made = Process.objects.create(
        client_id=engagement.client_id, engagement=engagement, **asdict(place), **asdict(terms)
    )
    journal.record(by, events.PROCESS_ADDED, engagement, {"process": made.pk, "code": made.code})
    return made


@transaction.atomic
def write_document(by: Actor, process_id: UUID, steps: Sequence[rules.Step], change: str = "") -> ProcessDocument:
    """Write the next version of a process document: its steps, each with who does it."""
    process = _locked(by, process_id, permissions.DOCUMENT)
    rules.check_steps(steps)
    rules.check_words({"change": change}, 200)
    plain = [asdict(step) for step in steps]
    seal = rules.fingerprint(plain)
    newest = ProcessDocument.objects.filter(process=process).first()
    if newest is not None and newest.sha256 == seal:
        raise Conflict("UNCHANGED", _("This is word for word the version that is there."), field="steps")
    process.document += 1
    process.save(update_fields=["document"])
    made = ProcessDocument.objects.create(
        client_id=process.client_id,
        process=process,
        number=process.document,
        steps=plain,
        change=change,
        sha256=seal,
        made_by=by.user,
        made_at=clock.now(),
    )
    data = {"engagement": process.engagement_id, "number": made.number, "sha256": seal}
    journal.record(by, events.DOCUMENT_WRITTEN, process, data)
    return made


@transaction.atomic
def attach_evidence(by: Actor, process_id: UUID, name: str, content: bytes) -> Evidence:
    """Keep a file that shows the process, under its hash; the same file is kept once."""
    process = _locked(by, process_id, permissions.DOCUMENT)
    name = Path(name.replace("\\", "/")).name
    kind = rules.check_file(name, content, MOST_BYTES)
    seal = hashlib.sha256(content).hexdigest()
    if Evidence.objects.filter(process=process, sha256=seal).exists():
        raise Conflict("EVIDENCE_THERE", _("This very file is there already."), field="file")
    path = evidence_path(process.engagement.client.code, seal)
    private.folder(path.parent)
    if not path.exists():
        private.write(path, content)
    made = Evidence.objects.create(
        client_id=process.client_id,
        process=process,
        name=name,
        kind=kind,
        size=len(content),
        sha256=seal,
        document=process.document,
        made_by=by.user,
        made_at=clock.now(),
    )
    data = {"engagement": process.engagement_id, "evidence": made.pk, "sha256": seal, "size": made.size}
    journal.record(by, events.EVIDENCE_ADDED, process, data)
    return made


def evidence_path(client_code: str, seal: str) -> Path:
    """Where the bytes of a file of evidence lie."""
    return Path(settings.OUT) / client_code / "evidence" / seal


def evidence_content(by: Actor, evidence_id: UUID) -> tuple[Evidence, bytes]:
    """A file of evidence with its bytes, which are those that were added."""
    found = Evidence.objects.select_related("process__engagement__client").filter(pk=evidence_id).first()
    if found is None:
        raise NotFound("file")
    permit(by, permissions.READ, found)
    path = evidence_path(found.process.engagement.client.code, found.sha256)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != found.sha256:
        raise Conflict("FILE_CHANGED", _("The stored file is missing or is not the one that was added. Add it again."))
    return found, content


@transaction.atomic
def assess(by: Actor, process_id: UUID, level: int, why: str = "") -> Assessment:
    """Judge how mature a process is; from level 2 on somebody other than who wrote the document."""
    process = _locked(by, process_id, permissions.ASSESS)
    rules.check_words({"why": why}, 500)
    rules.check_level(level, process.document, Evidence.objects.filter(process=process).count())
    if level >= rules.DOCUMENTED:
        newest = ProcessDocument.objects.get(process=process, number=process.document)
        check_other_person(by, newest.made_by)
    before, process.level = process.level, level
    process.assessed_by, process.assessed_at = by.user, clock.now()
    process.save(update_fields=["level", "assessed_by", "assessed_at"])
    made = Assessment.objects.create(
        client_id=process.client_id,
        process=process,
        level=level,
        why=why,
        document=process.document,
        assessed_by=by.user,
        assessed_at=process.assessed_at,
    )
    data = {"engagement": process.engagement_id, "from": before, "to": level, "document": process.document}
    journal.record(by, events.ASSESSED, process, data)
    return made


def open_engagement(by: Actor, engagement_id: UUID) -> Engagement:
    """The engagement, held; nothing is prepared for one that has ended."""
    engagement = locked(by, engagement_id)
    if engagement.state in ("closed", "withdrawn"):
        permit(by, permissions.READ, engagement)
        raise illegal_move("engagement", engagement.state, "prepare", rules.ALLOWED[engagement.state])
    return engagement


def check_place(by: Actor, engagement: Engagement, place: Place) -> None:
    """Refuse a cell that the scope does not have, and a function that a specialist does not work in."""
    rows = ScopeItem.objects.filter(
        engagement=engagement, binding=True, function=place.function, country=place.country
    ).select_related("entity", "provider_entity")
    if rules.Cell(place.function, place.country, place.company) not in queries.cells_of(rows):
        raise Invalid(
            "NOT_IN_SCOPE",
            _("The provider has no such work in this engagement. Add it to the scope first."),
            field="function",
        )
    check_function(by, engagement, place.function)


def check_function(by: Actor, engagement: Engagement, function: str) -> None:
    """A specialist writes about the functions of their own work; everybody else about all."""
    if by.roles_at(engagement.client_id) - permissions.SPECIALISTS:
        return
    own = clients.functions(by)
    if own is not None and function not in own:
        text = _("You do not work in this function. Ask a colleague who does, or the engagement manager.")
        raise Forbidden("FUNCTION_NOT_YOURS", text)


def _locked(by: Actor, process_id: UUID, permission: Permission) -> Process:
    rows = Process.objects.select_for_update(of=("self",)).select_related("engagement__client")
    process = rows.filter(pk=process_id).first()
    if process is None:
        raise NotFound("process")
    permit(by, permission, process)
    engagement = process.engagement
    if engagement.state in ("closed", "withdrawn"):
        raise illegal_move("engagement", engagement.state, "prepare", rules.ALLOWED[engagement.state])
    check_function(by, engagement, process.function)
    return process
