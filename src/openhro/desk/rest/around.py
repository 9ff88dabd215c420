"""Around requests: articles of knowledge, and the causes behind several requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from openhro.core.rest import Body, Country, Page, Reply, Router, by_of, rows_page, version_of
from openhro.desk import queries, services

router = Router()


class ArticleText(Body):
    """What an article says, and for whom."""

    title: str = Field(min_length=1, max_length=160, examples=["What a tax code means"])
    body: str = Field(min_length=1, max_length=40_000, examples=["0T gives no personal allowance ..."])
    audience: str = Field("everybody", max_length=10, description="everybody, managers or desk.")
    countries: list[Country] = Field(default_factory=list, max_length=60, description="None: everywhere.")
    category_id: UUID | None = None


class NewArticle(ArticleText):
    """A draft of an article."""

    client_id: UUID


class Article(Reply):
    """An answer that somebody finds without asking."""

    id: UUID
    client_id: UUID
    title: str
    body: str
    audience: str
    countries: list[str]
    category_id: UUID | None
    state: str
    changed_at: datetime
    version: int


class NewProblem(Body):
    """A cause behind several requests."""

    client_id: UUID
    title: str = Field(min_length=1, max_length=160, examples=["Payslips show an old tax code"])
    major: bool = False


class KnownProblem(Reply):
    """A cause behind several requests."""

    id: UUID
    client_id: UUID
    title: str
    cause: str
    workaround: str
    major: bool
    opened_at: datetime
    solved_at: datetime | None


class Solution(Body):
    """What it was."""

    cause: str = Field(min_length=1, max_length=4_000)
    workaround: str = Field("", max_length=4_000)


class ProblemLink(Body):
    """The cause of a request."""

    known_problem_id: UUID


@router.read("/articles", Page[Article])
def list_articles(
    request: HttpRequest, client_id: UUID | None = None, q: str = "", cursor: str = "",
    limit: int = Query(100, ge=1, le=500),
) -> Any:  # fmt: skip
    """The articles of the desk; for others, those that are for them."""
    return rows_page(queries.articles(by_of(request), client_id, q), ["title", "pk"], cursor, limit)


@router.create("/articles", Article)
def write_article(request: HttpRequest, given: NewArticle) -> Any:
    """A draft."""
    values = given.model_dump()
    client_id = values.pop("client_id")
    return services.write_article(by_of(request), client_id, services.Text(**values))


@router.read("/articles/{article_id}", Article)
def get_article(request: HttpRequest, article_id: UUID) -> Any:
    """One article, for whom it is."""
    return queries.article(by_of(request), article_id)


@router.change("/articles/{article_id}", Article)
def revise_article(request: HttpRequest, article_id: UUID, given: ArticleText) -> Any:
    """Other words; a published article shows them at once."""
    return services.revise_article(
        by_of(request), article_id, version_of(request), services.Text(**given.model_dump())
    )  # fmt: skip


@router.act("/articles/{article_id}/actions/publish", Article)
def publish_article(request: HttpRequest, article_id: UUID) -> Any:
    """Everybody whom it is for finds it."""
    return services.publish_article(by_of(request), article_id)


@router.act("/articles/{article_id}/actions/retire", Article)
def retire_article(request: HttpRequest, article_id: UUID) -> Any:
    """Nobody who asks finds it any more."""
    return services.retire_article(by_of(request), article_id)


@router.read("/known-problems", Page[KnownProblem])
def list_known_problems(
    request: HttpRequest, client_id: UUID | None = None, cursor: str = "", limit: int = Query(100, ge=1, le=500)
) -> Any:  # fmt: skip
    """The causes behind several requests, newest first."""
    return rows_page(queries.known_problems(by_of(request), client_id), ["-pk"], cursor, limit)


@router.create("/known-problems", KnownProblem)
def open_known_problem(request: HttpRequest, given: NewProblem) -> Any:
    """Several requests seem to have one cause."""
    return services.open_problem(by_of(request), given.client_id, given.title, major=given.major)


@router.act("/known-problems/{known_problem_id}/actions/solve", KnownProblem)
def solve_known_problem(request: HttpRequest, known_problem_id: UUID, given: Solution) -> Any:
    """The cause is known and gone."""
    return services.solve_problem(by_of(request), known_problem_id, given.cause, given.workaround)


@router.act("/tickets/{ticket_id}/actions/link_to_problem", KnownProblem)
def link_ticket_to_problem(request: HttpRequest, ticket_id: UUID, given: ProblemLink) -> Any:
    """A request has this cause."""
    by = by_of(request)
    services.link_to_problem(by, ticket_id, given.known_problem_id)
    return queries.known_problem(by, given.known_problem_id)
