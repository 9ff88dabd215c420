"""Setting a client's desk up: calendars, promises, queues, categories, catalogue, ready answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import ConfigDict, Field

from openhro.core.rest import Body, Page, Reply, Router, by_of, listed, rows_page
from openhro.desk import queries, services
from openhro.desk.rest.schemas import EXAMPLE, Code, Level

router = Router()
Minutes = Annotated[int, Field(ge=1, le=525_600)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class NewCalendar(Body):
    """When a desk is open; a weekday is 0 (Monday) to 6, hours that cross midnight are two windows."""

    client_id: UUID
    name: Name
    zone: str = Field(max_length=60, examples=["Europe/London"])
    windows: dict[str, Annotated[list[tuple[str, str]], Field(max_length=20)]] = Field(
        examples=[{"0": [["09:00", "17:30"]], "1": [["09:00", "13:00"], ["14:00", "18:00"]]}]
    )
    holidays: list[tuple[str, str]] = Field(
        default_factory=list, max_length=2_000, examples=[[["2026-12-25", "Christmas Day"]]]
    )
    openings: list[tuple[str, str, str]] = Field(
        default_factory=list, max_length=2_000, examples=[[["2026-12-27", "10:00", "12:00"]]]
    )

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "client_id": EXAMPLE, "name": "london", "zone": "Europe/London",
                "windows": {"0": [["09:00", "17:30"]]}, "holidays": [["2026-12-25", "Christmas Day"]],
            }
        }
    )  # fmt: skip


class WorkCalendar(Reply):
    """One version of a business calendar."""

    id: UUID
    client_id: UUID
    name: str
    version: int
    zone: str
    windows: dict[str, list[list[str]]]
    holidays: list[list[str]]
    openings: list[list[str]]


class DeskGoal(Body):
    """A promise: business minutes by priority."""

    metric: str = Field(max_length=16, examples=["resolution"])
    targets: dict[str, Minutes] = Field(examples=[{"P1": 240, "P2": 480, "P3": 960, "P4": 1920}])
    calendar: Name
    pauses_in: list[str] | None = Field(None, max_length=10, description="The usual states, unless they are named.")


class DeskEscalation(Body):
    """Who is told when."""

    metric: str = Field(max_length=16, examples=["resolution"])
    roles: list[str] = Field(min_length=1, max_length=20, examples=[["SP-desk", "EM"]])
    percent: int | None = Field(None, ge=1, le=100, description="50, 75, 90 or 100 of the target.")
    every_minutes: int | None = Field(None, ge=1, le=100_000, description="After the breach, again and again.")
    to_queue_id: UUID | None = None


class NewPolicy(Body):
    """A version of what is promised; clocks that run keep theirs."""

    client_id: UUID
    code: Code
    goals: list[DeskGoal] = Field(min_length=1, max_length=10)
    escalations: list[DeskEscalation] = Field(default_factory=list, max_length=60)
    close_after_days: int = Field(7, ge=1, le=365)
    reopen_within_days: int = Field(10, ge=1, le=365)


class GoalReply(Reply):
    """A promise of a policy."""

    metric: str
    targets: dict[str, int]
    calendar: str
    pauses_in: list[str]


class EscalationReply(Reply):
    """An escalation of a policy."""

    metric: str
    percent: int | None
    every_minutes: int | None
    roles: list[str]
    to_queue_id: UUID | None


class DeskPolicy(Reply):
    """A version of what is promised."""

    id: UUID
    client_id: UUID
    code: str
    version: int
    close_after_days: int
    reopen_within_days: int
    published_at: datetime
    goals: list[GoalReply]
    escalations: list[EscalationReply]

    @staticmethod
    def resolve_goals(row: Any) -> list[Any]:
        return list(row.goals.all())

    @staticmethod
    def resolve_escalations(row: Any) -> list[Any]:
        return list(row.escalations.all())


class NewQueue(Body):
    """A pile of requests."""

    client_id: UUID
    code: Code
    name: Name


class DeskQueue(Reply):
    """A pile of requests."""

    id: UUID
    client_id: UUID
    code: str
    name: str


class NewAgent(Body):
    """Who works in a queue."""

    user_id: UUID
    skills: list[Annotated[str, Field(min_length=1, max_length=40)]] = Field(default_factory=list, max_length=40)


class FormerAgent(Body):
    """Who no longer works in a queue."""

    user_id: UUID


class DeskAgent(Reply):
    """Who works in a queue."""

    queue_id: UUID
    user_id: UUID
    skills: list[str]


class NewCategory(Body):
    """What requests can be about."""

    client_id: UUID
    code: Code
    name: Name
    function: str = Field(max_length=40, examples=["desk"], description="The contract's function that covers them.")
    queue_id: UUID
    parent_id: UUID | None = None
    policy_code: Code = "standard"
    skill: str = Field("", max_length=40)
    confidential: bool = Field(False, description="Lists and mails hide what such requests say.")


class DeskCategory(Reply):
    """What requests can be about."""

    id: UUID
    client_id: UUID
    code: str
    name: str
    function: str
    queue_id: UUID
    parent_id: UUID | None
    policy_code: str
    skill: str
    confidential: bool


class FormField(Body):
    """A field of a form."""

    name: str = Field(max_length=40, examples=["purpose"])
    label: str = Field(min_length=1, max_length=160, examples=["What is it for?"])
    kind: str = Field(max_length=10, description="text, long_text, number, date, choice or yes_no.", examples=["text"])
    required: bool = False
    help: str = Field("", max_length=300)
    choices: list[Annotated[str, Field(min_length=1, max_length=160)]] = Field(default_factory=list, max_length=60)


class NewItem(Body):
    """Something that can be asked for."""

    client_id: UUID
    code: Code
    name: str = Field(min_length=1, max_length=120, examples=["Employment letter"])
    category_id: UUID
    about: str = Field("", max_length=300)
    fields: list[FormField] = Field(default_factory=list, max_length=30)
    tasks: list[Annotated[str, Field(min_length=1, max_length=160)]] = Field(default_factory=list, max_length=30)
    impact: Level = 3
    urgency: Level = 2
    active: bool = True


class CatalogueItem(Reply):
    """Something that can be asked for, with the form that it needs."""

    id: UUID
    client_id: UUID
    code: str
    name: str
    about: str
    category_id: UUID
    fields: list[dict[str, Any]]
    tasks: list[str]
    impact: int
    urgency: int
    active: bool


class NewMacro(Body):
    """A ready answer."""

    client_id: UUID
    code: Code
    name: Name
    body: str = Field(min_length=1, max_length=4_000, examples=["Dear {name}, your request {number} is done. {agent}"])
    then: str = Field("", max_length=24, description="Empty, wait_for_requester or resolve.")


class Macro(Reply):
    """A ready answer, and the move that follows it."""

    id: UUID
    client_id: UUID
    code: str
    name: str
    body: str
    then: str


@router.read("/work-calendars", Page[WorkCalendar])
def list_work_calendars(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """Business calendars with all their versions, newest first."""
    return rows_page(queries.calendars(by_of(request), client_id), ["name", "-version", "pk"], cursor, limit)


@router.create("/work-calendars", WorkCalendar)
def publish_work_calendar(request: HttpRequest, given: NewCalendar) -> Any:
    """A new version of a calendar; running clocks keep theirs."""
    values = given.model_dump()
    client_id = values.pop("client_id")
    return services.publish_calendar(by_of(request), client_id, services.CalendarTerms(**values))


@router.read("/desk/policies", Page[DeskPolicy])
def list_desk_policies(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """What is and was promised, newest version first."""
    return rows_page(queries.policies(by_of(request), client_id), ["code", "-version", "pk"], cursor, limit)


@router.create("/desk/policies", DeskPolicy)
def publish_desk_policy(request: HttpRequest, given: NewPolicy) -> Any:
    """A new version of what is promised."""
    terms = services.PolicyTerms(
        given.code, [services.GoalTerms(**one.model_dump()) for one in given.goals],
        [services.EscalationTerms(**one.model_dump()) for one in given.escalations], given.close_after_days,
        given.reopen_within_days,
    )  # fmt: skip
    return services.publish_policy(by_of(request), given.client_id, terms)


@router.read("/desk/queues", Page[DeskQueue])
def list_desk_queues(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """The piles."""
    return rows_page(queries.queues(by_of(request), client_id), ["name", "pk"], cursor, limit)


@router.create("/desk/queues", DeskQueue)
def set_desk_queue(request: HttpRequest, given: NewQueue) -> Any:
    """Add a queue, or give it another name."""
    return services.set_queue(by_of(request), given.client_id, given.code, given.name)


@router.create("/desk/queues/{queue_id}/agents", DeskAgent)
def set_desk_agent(request: HttpRequest, queue_id: UUID, given: NewAgent) -> Any:
    """Let somebody work in a queue."""
    return services.set_agent(by_of(request), queue_id, given.user_id, given.skills)


@router.read("/desk/queues/{queue_id}/agents", Page[DeskAgent])
def list_desk_agents(request: HttpRequest, queue_id: UUID) -> Any:
    """Who works in a queue."""
    return listed(queries.queue_agents(by_of(request), queue_id))


@router.act("/desk/queues/{queue_id}/actions/remove_agent", DeskQueue)
def remove_desk_agent(request: HttpRequest, queue_id: UUID, given: FormerAgent) -> Any:
    """Somebody no longer works in a queue."""
    return services.remove_agent(by_of(request), queue_id, given.user_id)


@router.read("/desk/categories", Page[DeskCategory])
def list_desk_categories(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """What requests can be about."""
    return rows_page(queries.categories(by_of(request), client_id), ["name", "pk"], cursor, limit)


@router.create("/desk/categories", DeskCategory)
def set_desk_category(request: HttpRequest, given: NewCategory) -> Any:
    """Add a category, or change it."""
    values = given.model_dump()
    client_id = values.pop("client_id")
    return services.set_category(by_of(request), client_id, services.CategoryTerms(**values))


@router.read("/desk/catalogue", Page[CatalogueItem])
def list_catalogue(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """What one can ask for."""
    return rows_page(queries.catalogue(by_of(request), client_id), ["category__name", "name", "pk"], cursor, limit)


@router.create("/desk/catalogue", CatalogueItem)
def set_catalogue_item(request: HttpRequest, given: NewItem) -> Any:
    """Add something to the catalogue, or change it."""
    values = given.model_dump()
    client_id = values.pop("client_id")
    values["fields"] = [{name: value for name, value in one.items() if value} for one in values["fields"]]
    return services.set_item(by_of(request), client_id, services.ItemTerms(**values))


@router.read("/desk/catalogue/{catalogue_item_id}", CatalogueItem)
def get_catalogue_item(request: HttpRequest, catalogue_item_id: UUID) -> Any:
    """One thing that one can ask for, with its form."""
    return queries.asked_item(by_of(request), catalogue_item_id)


@router.read("/desk/macros", Page[Macro])
def list_desk_macros(request: HttpRequest, client_id: UUID) -> Any:
    """The ready answers of a client's desk."""
    return listed(queries.macros(by_of(request), client_id)[:500])


@router.create("/desk/macros", Macro)
def set_desk_macro(request: HttpRequest, given: NewMacro) -> Any:
    """Add a ready answer, or change it."""
    return services.set_macro(by_of(request), given.client_id, given.code, given.name, given.body, given.then)
