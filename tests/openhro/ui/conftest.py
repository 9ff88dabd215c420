import pytest
from django.test import Client, override_settings
from tests.openhro.ui.site import alone


@pytest.fixture(scope="module")
def ui_alone():
    """The design system without the rest of the product."""
    with override_settings(**alone()):
        yield


@pytest.fixture
def pages(ui_alone):
    """Asks for addresses under /ui/."""
    return Client()
