"""The bodies and replies of readiness and of the transition plan."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from openhro.core.rest import Body, Country, Minor, Reply

Function = Annotated[str, Field(max_length=40, examples=["payroll"])]
Count = Annotated[int, Field(ge=0, le=10**9)]
Sha256 = Annotated[str, Field(max_length=64, examples=["0" * 64])]
Total = Annotated[Decimal, Field(ge=-(10**18), le=10**18, max_digits=24, decimal_places=6)]


class ProcessStep(Body):
    """A step of a process: who does it, and what is done."""

    owner: str = Field(max_length=120, examples=["Client HR"])
    does: str = Field(max_length=1000, examples=["Sends the changes of the period before the cut-off."])


class ProcessTemplate(Reply):
    """What the library asks to be written down about a function."""

    function: str
    code: str
    name: str
    mandatory: bool
    weight: int
    purpose: str
    evidence: str = Field(description="What counts as evidence.")
    steps: list[ProcessStep]


class FailingItem(Reply):
    """Something that keeps the gate shut."""

    code: str = Field(examples=["PROCESS_NOT_DOCUMENTED"])
    message: str
    link: str | None = Field(None, description="The page on which it is mended.")
    detail: Any = None


class ReadinessCell(Reply):
    """A function for the people of one company, and how ready it is."""

    function: str
    country: str
    company_id: UUID | None
    company: str
    score: Decimal = Field(description="Percent: Σ weight x level / (4 x Σ weight).")
    mandatory: int = Field(description="How many processes must be documented.")
    documented: int = Field(description="How many of those are.")
    failing: list[FailingItem]


class Readiness(Reply):
    """The board of an engagement on a day. `ready` is what the gate would say."""

    ready: bool
    threshold: int
    cells: list[ReadinessCell]
    failing: list[FailingItem]


class ReadinessProcess(Reply):
    """A process that must be known before it is taken over, and how mature it is."""

    id: UUID
    client_id: UUID
    engagement_id: UUID
    function: str
    country: str
    company_id: UUID | None = Field(alias="company")
    code: str
    name: str
    purpose: str
    asks: str
    mandatory: bool
    weight: int
    owner: str
    level: int = Field(description="0 none, 1 known, 2 documented, 3 followed, 4 measured.")
    assessed_by: UUID | None
    assessed_at: datetime | None
    document: int = Field(description="The newest version of its document; 0: there is none.")


class BoardFilled(Reply):
    """What the library laid out."""

    made: int


class AtCell(Body):
    """A cell of the scope matrix; `company_id` is a legal entity of either side."""

    engagement_id: UUID
    function: Function
    country: Country
    company_id: UUID | None = None


class NewProcess(AtCell):
    """A process that the library does not have."""

    code: str = Field(max_length=40, examples=["bike_lease"])
    name: str = Field(max_length=120)
    mandatory: bool = False
    weight: Annotated[int, Field(ge=-1000, le=1000)] = 1
    purpose: str = Field("", max_length=500)
    owner: str = Field("", max_length=120)


class NewDocument(Body):
    """The next version of a process document."""

    steps: list[ProcessStep] = Field(max_length=100)
    change: str = Field("", max_length=200, description="What is new.")


class ProcessVersion(Reply):
    """A version of a process document."""

    id: UUID
    process_id: UUID
    number: int
    steps: list[ProcessStep]
    change: str
    sha256: str
    made_by: UUID | None
    made_at: datetime


class EvidenceFile(Reply):
    """A file that shows a process."""

    id: UUID
    process_id: UUID
    name: str
    kind: str
    size: int
    sha256: str
    document: int = Field(description="The version that it was added to.")
    made_by: UUID | None
    made_at: datetime


class NewAssessment(Body):
    """How mature a process is, and why."""

    level: Annotated[int, Field(ge=-10, le=10, examples=[2])]
    why: str = Field("", max_length=500)


class ProcessAssessment(Reply):
    """Somebody's judgement of a process."""

    id: UUID
    process_id: UUID
    level: int
    why: str
    document: int = Field(description="The version that was judged; 0: there was none.")
    assessed_by: UUID | None
    assessed_at: datetime


class NewContact(Body):
    """Who approves for the client, or hears on a side when something is stuck."""

    engagement_id: UUID
    purpose: str = Field(max_length=10, examples=["approver"], description="approver or escalation.")
    side: str = Field(max_length=8, description="client or provider.")
    user_id: UUID
    level: Annotated[int, Field(ge=-10, le=100)] = 1


class ReadinessContact(Reply):
    """A named contact; ended ones stay."""

    id: UUID
    engagement_id: UUID
    purpose: str
    side: str
    level: int
    user_id: UUID
    named_by: UUID | None
    named_at: datetime
    ended_at: datetime | None


class NewAccessTest(AtCell):
    """Whether one could do the work of a cell oneself."""

    passed: bool
    note: str = Field("", max_length=300)


class TestedAccess(Reply):
    """Somebody signed in and tried the work."""

    id: UUID
    engagement_id: UUID
    function: str
    country: str
    company_id: UUID | None = Field(alias="company")
    user_id: UUID
    passed: bool
    note: str
    tested_at: datetime


class DataTally(Body):
    """Records, control totals and the fingerprint of all rows."""

    count: Count
    sha256: Sha256
    totals: dict[Annotated[str, Field(max_length=80)], Total] = Field(default_factory=dict, max_length=100)


class NewReconciliation(AtCell):
    """A data set as it was and as it arrived."""

    data_set: str = Field(max_length=40, examples=["employees"])
    source: DataTally
    loaded: DataTally


class TallyDifference(Reply):
    """Where the two are not the same."""

    what: str = Field(description="count, sha256, or the name of a control total.")
    source: str
    loaded: str


class Reconciled(Reply):
    """A data set held against what arrived; the newest of a data set counts."""

    id: UUID
    engagement_id: UUID
    function: str
    country: str
    company_id: UUID | None = Field(alias="company")
    data_set: str
    source: DataTally
    loaded: DataTally
    differences: list[TallyDifference]
    agrees: bool
    made_by: UUID | None
    made_at: datetime


class ParallelDifference(Body):
    """An amount of one employee that differs; an empty reason: nobody can say why."""

    employee: str = Field(max_length=80, description="External id, never a name.")
    line: str = Field(max_length=80)
    old_minor: Minor
    new_minor: Minor
    reason: str = Field("", max_length=200)


class NewParallelRun(Body):
    """The old payroll against the new one for a period."""

    engagement_id: UUID
    entity_id: UUID | None = None
    period: str = Field(max_length=10, examples=["2026-01"])
    employees: Annotated[int, Field(ge=-1, le=10**8)]
    unexplained: Annotated[int, Field(ge=-1, le=10**10)]
    differences: list[ParallelDifference] = Field(default_factory=list, max_length=10_001)


class ParallelRunRow(Reply):
    """A parallel run by its counts."""

    id: UUID
    engagement_id: UUID
    country: str
    entity_id: UUID | None = Field(alias="company")
    period: str
    employees: int
    unexplained: int
    reported_by: UUID | None
    reported_at: datetime


class ParallelRunWhole(ParallelRunRow):
    """A parallel run with its differences by employee."""

    differences: list[ParallelDifference]


class NewWave(Body):
    """What goes live together; no functions: all in scope."""

    engagement_id: UUID
    name: str = Field(max_length=160)
    go_live: date
    functions: list[Function] = Field(default_factory=list, max_length=50)


class TransitionWave(Reply):
    """A wave of the transition."""

    id: UUID
    engagement_id: UUID
    name: str
    go_live: date
    functions: list[str]


class NewTask(Body):
    """A task with its days, both included."""

    engagement_id: UUID
    name: str = Field(max_length=160)
    start: date
    last_day: date
    owner: str = Field("", max_length=120)
    side: str = Field("provider", max_length=8, description="client or provider.")
    wave_id: UUID | None = None
    needs: list[UUID] = Field(default_factory=list, max_length=100, description="Tasks that must be done before.")


class TaskChange(Body):
    """The fields of a task that change."""

    name: str = Field(None, max_length=160)
    start: date = Field(None)
    last_day: date = Field(None)
    owner: str = Field(None, max_length=120)
    side: str = Field(None, max_length=8)
    wave_id: UUID | None = None
    needs: list[UUID] = Field(None, max_length=100)


class TransitionTask(Reply):
    """A task of the transition."""

    id: UUID
    engagement_id: UUID
    wave_id: UUID | None
    name: str
    owner: str
    side: str
    start: date
    last_day: date
    needs: list[UUID]
    done_at: datetime | None
    done_by: UUID | None
    version: int = Field(description="Give it in If-Match.")


class NewRaidEntry(Body):
    """A risk, assumption, issue or dependency."""

    engagement_id: UUID
    kind: str = Field(max_length=10, examples=["risk"])
    title: str = Field(max_length=160)
    detail: str = Field("", max_length=2000)
    owner: str = Field("", max_length=120)
    severity: Annotated[int, Field(ge=-10, le=10)] = 2
    due: date | None = None


class Outcome(Body):
    """What came of it."""

    outcome: str = Field(max_length=500)


class RaidRow(Reply):
    """An entry of the log."""

    id: UUID
    engagement_id: UUID
    kind: str
    title: str
    detail: str
    owner: str
    severity: int
    due: date | None
    raised_by: UUID | None
    raised_at: datetime
    closed_by: UUID | None
    closed_at: datetime | None
    outcome: str
