"""The import of people: dry run, all or nothing, twice the same file, changes, and every refusal with its row."""

import pytest
from tests.openhro.people import make_people as mp

from openhro.core import imports
from openhro.core.models import ImportBatch
from openhro.core.scope import scope
from openhro.people import queries, services

pytestmark = pytest.mark.django_db

HEADER = [column.name for column in services.IMPORT_COLUMNS]
ROW = {column.name: column.example for column in services.IMPORT_COLUMNS} | {"entity": "uk"}


def file(*rows: dict) -> bytes:
    header = list(dict.fromkeys(name for row in rows for name in row))
    return imports.csv_file(header, [[row.get(name, "") for name in header] for row in rows])


def another(number: int, **values) -> dict:
    """A full row that differs from the template's in all that is one person's own."""
    own = {
        "person_id": f"P-{number}", "employment_id": f"E-{number}", "given_name": f"Given{number}", "family_name": f"Family{number}",
        "email": f"p{number}@example.org", "national_id": f"AB{number:06}C",
    }  # fmt: skip
    return ROW | own | values


def take(house, content, **options):
    with scope(house.hr):
        return services.import_people(house.hr, house.client.pk, content, "people.csv", services.Options(**options))


def test_a_file_is_taken_once_and_changes_nothing_the_second_time():
    house = mp.house()
    content = file(another(1), another(2, manager="E-1"))
    dry = take(house, content)
    assert (dry.state, dry.created, dry.refused) == ("dry_run", 2, [])
    with scope(house.hr):
        assert queries.people(house.hr, house.client.pk).rows == []
    first = take(house, content, dry_run=False)
    assert (first.state, first.created, first.changed, first.unchanged, first.refused) == ("applied", 2, 0, 0, [])
    second = take(house, content, dry_run=False)
    assert (second.created, second.changed, second.unchanged, second.refused) == (0, 0, 2, [])
    with scope(house.hr):
        rows = queries.people(house.hr, house.client.pk).rows
        assert [(row.external_id, row.job_title) for row in rows] == [
            ("P-1", "Assembly Technician"),
            ("P-2", "Assembly Technician"),
        ]
        view = queries.person(house.hr, rows[1].person_id)
        assert view.national_ids == (("NINO", "•••• 002C"),)
        assert view.address.lines == ("4 Kirkgate", "Leeds", "LS1 6BX")
        [job] = view.employments
        assert (job.assignment.manager, job.pay.amount_minor, job.banks[0].number) == (
            "Given1 Family1",
            3_200_000,
            "•••• 9911",
        )
        assert [batch.state for batch in ImportBatch.objects.order_by("pk")] == ["dry_run", "applied", "applied"]
