"""The contract on paper: versioned, reproducible, hashed, and signed by both with a record of who and when."""

import hashlib
import subprocess
from datetime import date

import pytest
from tests.openhro.engagements import make_engagements as they
from tests.openhro.engagements import make_terms as its
from tests.openhro.engagements.make_engagements import refused

from openhro.core.actor import Role, system
from openhro.core.errors import NotFound
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.documents import render
from openhro.engagements.models import ContractVersion, Signature

pytestmark = pytest.mark.django_db


def versions(made):
    with scope(system()):
        return list(ContractVersion.objects.filter(engagement_id=made.pk).order_by("number"))


def words(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_both_sign_the_same_bytes_and_the_signed_edition_says_who():
    at = they.world()
    made = they.signed(at, code="ENG-HAL-01")
    [version] = versions(made)
    with scope(system()):
        signatures = list(Signature.objects.filter(engagement=made).order_by("signed_at"))
    assert {one.document_hash for one in signatures} == {version.hash}
    assert [(one.signer, one.via) for one in signatures] == [("Robin Example", "web")] * 2
    assert hashlib.sha256(bytes(version.pdf)).hexdigest() == version.hash
    assert hashlib.sha256(bytes(version.signed_pdf)).hexdigest() == version.signed_hash != version.hash
    told = words(bytes(version.signed_pdf))
    for fact in ("Service contract ENG-HAL-01", "The client, alone", "Halden Instruments Ltd", "1 to 50: ", "US$18.00",
                 "Signed for the client", "Robin Example", version.hash[:20]):  # fmt: skip
        assert fact in told, (fact, told)
    assert "Not signed yet." in words(bytes(version.pdf))


def test_the_kept_content_gives_the_same_bytes_again():
    made = they.signed(they.world())
    [version] = versions(made)
    assert render(version.content, version.day) == bytes(version.pdf)
    assert render(version.signed_content, version.signed_day) == bytes(version.signed_pdf)
    assert b"/StructTreeRoot" in bytes(version.pdf) or b"pdfuaid" in bytes(version.pdf)


def test_changed_terms_make_a_new_version_and_an_amendment_another():
    at = they.world()
    made = they.reviewed(at)
    they.act(at.ca, services.sign, made.pk, "client")
    they.act(at.em, services.add_price, made.pk, they.pepm(code="run", kind="per_run", tiers=(), rate_minor=9000))
    they.act(at.ca, services.sign, made.pk, "client"), they.act(at.pa, services.sign, made.pk, "provider")
    they.act(at.em, services.start_transition, made.pk)
    they.act(at.pa, services.go_live, they.ready(at, made).pk, they.SPRING)
    held = its.agreed(at, made)
    first, second, third = versions(made)
    assert [bool(one.signed_hash) for one in (first, second, third)] == [False, True, True]
    assert third.amendment_id == held.pk
    told = words(bytes(third.signed_pdf))
    assert f"Amendment 1 to {made.code}" in told and "Notice in months: 6" in told


def test_the_paper_is_read_by_both_sides_and_by_nobody_else():
    at, other = they.world(), they.world()
    made = they.signed(at)
    [version] = versions(made)
    for by in (at.ca, at.em):
        assert they.act(by, services.contract_pdf, version.pk) == bytes(version.signed_pdf)
        assert they.act(by, services.contract_pdf, version.pk, signed=False) == bytes(version.pdf)
        assert they.act(by, services.contract_preview, made.pk)[:5] == b"%PDF-"
    stranger = they.actor(Role.ENGAGEMENT_MANAGER, other.client)
    for call in ((services.contract_pdf, version.pk), (queries.version, version.pk), (queries.versions, made.pk)):
        assert refused(NotFound, stranger, *call).status == 404
    assert date(2020, 1, 1) < version.day
