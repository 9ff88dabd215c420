"""The databases of the tests themselves: what one role commits, another role of the same test finds."""

from django.db import connections


def standing() -> set[str]:
    names = set()
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("select current_database()")
            names.add(cursor.fetchone()[0])
    return names


def test_every_role_goes_along_to_another_database_and_back(django_db_setup, django_db_blocker, database):
    with django_db_blocker.unblock():
        first = standing()
        with database("committed"):
            second = standing()
        assert (len(first), len(second)) == (1, 1)
        assert first != second
        assert standing() == first
        for alias in connections:
            connections[alias].close()
