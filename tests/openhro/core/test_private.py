"""What is written about people is for one account alone, whatever the shell's mask allows."""

import os
import stat

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from openhro.config import settings
from openhro.core import private


@pytest.fixture(autouse=True)
def open_mask():
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_that_are_made_are_ours_and_others_stay_as_they_are(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    made = private.folder(shared / "out" / "halden" / "2026-11")
    assert [mode(one) for one in (shared, made.parent.parent, made.parent, made)] == [0o755, 0o700, 0o700, 0o700]
    assert private.folder(made) == made


def test_a_file_is_ours(tmp_path):
    private.write(tmp_path / "slips.zip", b"content")
    assert (mode(tmp_path / "slips.zip"), (tmp_path / "slips.zip").read_bytes()) == (0o600, b"content")


def test_parked_files_are_ours(tmp_path):
    name = FileSystemStorage(**settings.PARKED | {"location": tmp_path}).save("parked/one", ContentFile(b"x"))
    assert (mode(tmp_path / name), mode(tmp_path / "parked")) == (0o600, 0o700)
