"""Pages by cursor: together they are the whole list, in order; cursors of others are refused."""

import pytest
from tests import make

from openhro.clients.models import Client
from openhro.core import paging
from openhro.core.actor import system
from openhro.core.errors import Malformed
from openhro.core.scope import scope

pytestmark = pytest.mark.django_db


def walk(order: tuple[str, ...], limit: int) -> list:
    rows, cursor = [], ""
    while True:
        page = paging.page(Client.objects.filter(zone="Etc/Test"), order, cursor, limit)
        rows += page.rows
        if not page.next:
            return [(row.name, row.locale, row.pk) for row in rows]
        cursor = page.next


@pytest.mark.parametrize("order", [("name", "id"), ("-name", "id"), ("-locale", "name", "-id"), ("-id",)])
@pytest.mark.parametrize("limit", [1, 3, 7, 50])
def test_pages_together_are_the_whole_list_in_order(order, limit):
    for number in range(7):
        make.client(name=f"Name {number % 3}", locale=f"l{number % 2}", zone="Etc/Test")
    with scope(system()):
        whole = Client.objects.filter(zone="Etc/Test").order_by(*order)
        assert walk(order, limit) == [(row.name, row.locale, row.pk) for row in whole]


@pytest.mark.parametrize("cursor", ["x", "bm9wZQ==", "WyJhIl0=", "WyJhIiwgIm5vdCBhbiBpZCJd", "W3t9LCB7fV0=", "\0", "é"])
def test_a_foreign_cursor_is_refused(cursor):
    make.client(zone="Etc/Test")
    with scope(system()), pytest.raises(Malformed) as refused:
        paging.page(Client.objects.all(), ("name", "id"), cursor)
    assert refused.value.code == "CURSOR"
