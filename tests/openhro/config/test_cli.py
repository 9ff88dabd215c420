"""The `openhro` command: bad input is one sentence on stderr and exit status 2, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from openhro.config import cli, postgres

ROOT = Path(__file__).parents[3]


def call(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """As a shell does; slow, so only where the whole start is asked about."""
    env = {**os.environ, "PYTHONPATH": "src", "OPENHRO_POOL": "0", **more}
    return subprocess.run(
        [sys.executable, "-m", "openhro.config.cli", *words], cwd=ROOT, env=env, capture_output=True, text=True,
        timeout=90, check=False,
    )  # fmt: skip


@pytest.fixture
def refused(monkeypatch, capsys):
    """`refused(*words)`: the one sentence on stderr of a call that ends with status 2."""

    def run(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["openhro", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert (ended.value.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert said.err.startswith("openhro: ")
        return said.err

    return run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "there is no command 'nonsense'"),
        (["help", "nonsense"], "there is no command 'nonsense'"),
        (["reference", "--nope"], "unrecognized arguments: --nope"),
        (["reference", "--out"], "expected one argument"),
        (["reference", "--out", "/proc/nope"], "/proc/nope"),
        (["journal"], "required: action"),
        (["journal", "odd"], "invalid choice: 'odd'"),
        (["journal", "verify", "--heads", "/nope"], "/nope cannot be read"),
        (["journal", "verify", "--heads", "/tmp"], "/tmp cannot be read"),
        (["worker", "--concurrency", "abc"], "invalid int value: 'abc'"),
        (["worker", "--concurrency", "0"], "1 to 64"),
        (["worker", "--concurrency", "99999"], "1 to 64"),
        (["demo", "extra"], "unrecognized arguments: extra"),
    ],
)
def test_bad_input_is_one_sentence(refused, words, said):
    assert said in refused(*words)


@pytest.mark.parametrize(("name", "content"), [("a folder", None), ("binary", b"\xff\xfe\x00"), ("empty", b"")])
def test_kept_heads_are_a_file_of_heads(refused, tmp_path, name, content):
    path = tmp_path / "heads"
    path.mkdir() if content is None else path.write_bytes(content)
    assert str(path) in refused("journal", "verify", "--heads", str(path))


def test_the_reference_is_not_written_over_a_file(refused, tmp_path):
    file = tmp_path / "there"
    file.write_text("mine")
    assert str(file) in refused("reference", "--out", str(file))
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "nonsense"), ("OPENHRO_FIELD_KEYS", "{"), ("OPENHRO_WEBHOOK_NETWORKS", "10.0.0.0/99")],
)
def test_a_setting_that_does_not_fit_is_named(name, value):
    done = call("reference", "--out", "/proc/nope", **{name: value})
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert name in done.stderr


def test_an_empty_database_says_what_to_do():
    postgres.ensure()
    postgres.drop_database("openhro_test_bare")
    postgres.create_database("openhro_test_bare")
    try:
        done = call("journal", "heads", OPENHRO_DATABASE="openhro_test_bare")
    finally:
        postgres.drop_database("openhro_test_bare")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "openhro migrate_all" in done.stderr


def test_a_reader_that_goes_away_is_no_fault():
    done = subprocess.run(
        f"{sys.executable} -m openhro.config.cli help | head -1", shell=True, cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": "src"}, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr == ""


def test_ctrl_c_says_nothing_more(monkeypatch, capsys):
    def stopped(words: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", stopped)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code, *capsys.readouterr()) == (130, "", "")
