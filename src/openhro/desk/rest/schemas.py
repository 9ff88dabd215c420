"""The bodies and replies of the desk's resources."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from openhro.core.rest import Body, Reply
from openhro.desk import rules

Level = Annotated[int, Field(ge=1, le=3, description="1 is high, 3 is low.")]
Text = Annotated[str, Field(min_length=1, max_length=20_000, examples=["My payslip shows the tax code 0T. Why?"])]
Reason = Annotated[str, Field(min_length=1, max_length=200, examples=["Waiting for the bank"])]
Code = Annotated[str, Field(min_length=1, max_length=40, examples=["general"])]
Share = Annotated[int | None, Field(description="Hundredths of a per cent; null where there is nothing to divide by.")]
EXAMPLE = "019a9c10-0000-7000-8000-000000000001"


class NewTicket(Body):
    """A request: something of the catalogue, or a category with a subject and words."""

    client_id: UUID
    subject: str = Field("", max_length=160, examples=["Wrong tax code"])
    text: str = Field("", max_length=20_000)
    catalogue_item_id: UUID | None = None
    category_id: UUID | None = None
    answers: dict[str, Any] = Field(default_factory=dict, description="The catalogue's form, by the fields' names.")
    person_id: UUID | None = Field(None, description="Whom it is about; without it, oneself.")
    for_them: bool = Field(False, description="That person is the one who asks, as when somebody phones.")
    entity_id: UUID | None = Field(None, description="The company, where no employment says it.")
    impact: Level | None = Field(None, description="The desk's to say.")
    urgency: Level | None = Field(None, description="The desk's to say.")
    channel: str = Field("api", max_length=10, description="portal, email, phone, chat or api.")
    linked_type: str = Field("", max_length=60, examples=["payroll.payrun"])
    linked_id: str = Field("", max_length=60)

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "client_id": EXAMPLE, "category_id": EXAMPLE, "subject": "Wrong tax code",
                "text": "My payslip shows the tax code 0T. Why?",
            }
        }
    )  # fmt: skip


class Ticket(Reply):
    """A request. `moves` are the actions that its state knows; who may take them is another question. In lists the
    subject of a confidential one is hidden."""

    id: UUID
    client_id: UUID
    number: int
    subject: str
    state: str
    moves: list[str]
    priority: str
    impact: int
    urgency: int
    category_id: UUID
    category: str
    queue_id: UUID
    channel: str
    confidential: bool
    requester_id: UUID | None
    person_id: UUID | None
    assignee_id: UUID | None
    scope_item_id: UUID | None
    out_of_scope: str = Field(description="Why no contract covers it; empty where one does.")
    billable: bool
    linked_type: str
    linked_id: str
    problem_id: UUID | None
    merged_into_id: UUID | None
    reason: str
    opened_at: datetime
    answered_at: datetime | None = Field(description="The first public answer of a person.")
    resolved_at: datetime | None
    closed_at: datetime | None
    reopened: int
    breach_at: datetime | None = Field(description="When the next promise is due; null where none is running.")
    version: int

    @staticmethod
    def resolve_moves(row: Any) -> list[str]:
        return list(rules.ALLOWED[row.state])

    @staticmethod
    def resolve_breach_at(row: Any) -> datetime | None:
        return None if row.breach_at == rules.NEVER else row.breach_at


class TicketEntry(Reply):
    """Something that was said."""

    id: UUID
    ticket_id: UUID
    kind: str = Field(description="public, internal, or auto: the product's own, which answers nobody.")
    from_desk: bool
    author_id: UUID | None
    channel: str
    body: str
    at: datetime


class Paused(Reply):
    """An interval in which a clock stood still."""

    started_at: datetime
    ended_at: datetime | None
    reason: str


class TicketClock(Reply):
    """A promise with its clock, and the versions of policy and calendar that it counts under."""

    id: UUID
    ticket_id: UUID
    metric: str
    state: str = Field(description="running, paused, met, breached, cancelled, or merged: it goes on in another clock.")
    started_at: datetime
    target_minutes: int
    due_at: datetime
    stopped_at: datetime | None
    ended_at: datetime | None = Field(description="When it was given up, or went on in another clock.")
    goes_on_in: UUID | None
    pauses: list[Paused]
    breached_at: datetime | None
    breach_cause: str = Field(description="overdue; reprioritised or recalculated: made by another count.")
    policy: str
    policy_version: int
    calendar: str
    calendar_version: int
    left_out_for: str
    left_out: bool = Field(description="With the client's consent it stands in no service level.")


class TicketTask(Reply):
    """A step of the work."""

    id: UUID
    ticket_id: UUID
    position: int
    title: str
    done_at: datetime | None


class TicketWatcher(Reply):
    """Somebody else who follows."""

    ticket_id: UUID
    user_id: UUID


class Survey(Reply):
    """How satisfied whoever asked is."""

    ticket_id: UUID
    score: int | None
    asked_at: datetime
    answered_at: datetime | None


class Said(Body):
    """Words."""

    text: Text


class MaybeSaid(Body):
    """Words, where there are some."""

    text: str = Field("", max_length=20_000, examples=["We corrected your tax code; the next payslip shows it."])


class MacroUse(Body):
    """A ready answer."""

    macro_id: UUID


class Because(Body):
    """A reason."""

    reason: Reason


class MaybeBecause(Body):
    """A reason, where there is one."""

    reason: str = Field("", max_length=200)


class TicketAssignment(Body):
    """An agent or a queue."""

    agent_id: UUID | None = None
    queue_id: UUID | None = None


class Levels(Body):
    """Impact and urgency; the matrix makes a priority of them."""

    impact: Level
    urgency: Level


class Category(Body):
    """What it is about after all, and why."""

    category_id: UUID
    reason: Reason


class Merge(Body):
    """The request that goes on."""

    into_ticket_id: UUID


class Sharing(Body):
    """Who shall follow."""

    user_id: UUID


class Rating(Body):
    """How satisfied one is."""

    score: int = Field(ge=1, le=5, examples=[5])
    comment: str = Field("", max_length=1_000)


class TaskTitle(Body):
    """A step of the work."""

    title: str = Field(min_length=1, max_length=160, examples=["Write the letter"])


class MailIn(Body):
    """A mail as it arrived: the whole message of RFC 5322, as text or, with bytes beyond ASCII, in base64."""

    message_base64: str = Field("", max_length=16_000_000, pattern=r"^[A-Za-z0-9+/=\s]*$")
    message: str = Field(
        "", max_length=12_000_000,
        examples=["From: tom@example.org\r\nTo: desk@example.org\r\nSubject: New bank\r\n\r\nMy bank changed.\r\n"],
    )  # fmt: skip


class Received(Reply):
    """What came of a mail. One that was not taken left nothing behind but an event in the journal."""

    outcome: str = Field(description="taken, repeated, dropped, returned (its sender is told why) or rejected.")
    code: str = Field(description="Why it was not taken, as TOKEN_OF_ANOTHER_CLIENT.")
    ticket_id: UUID | None


class Measured(Reply):
    """A clock that ended or was breached in the window: the evidence of a service level."""

    clock_id: UUID
    ticket_id: UUID
    number: int
    met: bool
    left_out_for: str
    left_out: bool


class DeskFigures(Reply):
    """How the desk did in a window."""

    start: datetime
    end: datetime
    raised: int
    resolved: int
    open: int
    attainment: dict[str, int | None] = Field(description="By metric: met of met and breached, in hundredths of a %.")
    first_response_median: int | None = Field(description="Business minutes.")
    first_response_p90: int | None
    resolution_median: int | None
    resolution_p90: int | None
    backlog_age_hours: int | None
    reopen: Share
    first_contact: Share
    csat: Share
    surveys_asked: int
    surveys_answered: int
    deflection: Share
