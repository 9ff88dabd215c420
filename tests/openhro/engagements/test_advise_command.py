"""`openhro advise FILE.json`: what it prints, and the sentence for each file that cannot be taken."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from tests.openhro.engagements import make_advice, make_engagements

from openhro.core.actor import system
from openhro.core.scope import scope
from openhro.engagements.models import KeptAdvice

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def write(content: object) -> str:
        path = tmp_path / "answers.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("advise", *args, stdout=out)
    return out.getvalue()


def test_it_prints_models_reasons_and_costs_and_keeps_nothing(file):
    make_engagements.provider_entity("DE", "payroll_withholding", "labour_leasing")
    shown = run(file(make_advice.given(hr_cost_minor=24_000_000, name="Orchard [bold]Foods[/]")))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "Orchard [bold]Foods[/]: 33 people" in lines
    assert "GB Payroll HRO HRO may hold: Payroll." in lines
    assert "DE Payroll EOR EOR may hold: Payroll." in lines
    assert any(line.startswith("EOR Flat fee per employee: 3 people, 1800.00 USD a month") for line in lines)
    assert "! HRO, Per hire: say what a year's payroll is, and it is estimated." in lines
    assert "1 12 33 240000.00 USD 51600.00 USD 51600.00 USD" in lines
    with scope(system()):
        assert KeptAdvice.objects.count() == 0


def test_it_prints_json(file):
    found = json.loads(run(file(make_advice.given()), "--json"))
    assert found["models"] == ["HRO"] and found["answers"]["name"] == "Orchard Foods"
    assert [one["model"] for one in found["cells"]] == ["HRO", "HRO", None]


@pytest.mark.parametrize(("content", "says"), [
    (b"", "is not JSON"), (b"\xff\xfe", "is not JSON"), (b"[" * 100_000, "is not JSON"), (b"1" * 5_000, "is not JSON"),
    (b" " * 1_000_001, "is larger than answers can be"), ([1], "Answers are one JSON object"), ({}, "6 answers cannot be taken"),
    ({"name": "x"}, "currency: Answer this one. (REQUIRED)"), (make_advice.given(start=20270101), "start: Answer with a day such as 2027-01-01."),
    (b'{"\\ud800\\u001b[2J": NaN}', "??[2J: There is no such question."), (make_advice.given(months=1e400), "months: Answer with a whole number."),
])  # fmt: skip
def test_a_bad_file_is_refused_in_words(file, content, says):
    with pytest.raises(CommandError) as caught:
        run(file(content))
    assert says in str(caught.value)
    str(caught.value).encode()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(str(tmp_path / "none.json"))
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run(str(tmp_path))


def test_the_example_of_the_guide_is_advised(file, pytestconfig):
    guide = (pytestconfig.rootpath / "docs/how-to/advise-a-prospect.md").read_text()
    example = guide.partition("```json\n")[2].partition("```")[0]
    found = json.loads(run(file(example.encode()), "--json"))
    assert [(one["country"], one["function"], one["model"], one["later"]) for one in found["cells"]] == [
        ("GB", "payroll", "HRO", None), ("GB", "benefits", "HRO", None), ("GB", "rpo", None, "HRO"), ("DE", "payroll", None, None),
        ("FR", "accounting", "BPO", None),
    ]  # fmt: skip
