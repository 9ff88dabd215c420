"""SEPA credit transfers: valid by the ISO schema, read back, spelt, refused."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from paycalc.formats import pain001
from paycalc.formats.charsets import SEPA
from paycalc.formats.pain001 import Address, Message, Party, Transfer
from paycalc.formats.records import FormatError

ISO = Path(__file__).parents[3].parent / "shared" / "standards" / "iso20022"
needs_schema = pytest.mark.skipif(not ISO.is_dir(), reason=f"the ISO 20022 schemas are not in {ISO}")

HOUSE = Address("Berlin", "DE", "Torstraße", "140", "10119")
ACME = Party("Northbridge People Services GmbH", "DE02120300000000202051", "BYLADEM1001", HOUSE)
ADA = Transfer(Party("Jürgen Groß & Söhne", "DE89370400440532013000", "COBADEFFXXX"), 245_017, "A1-1", "SALARY 2026-11")
BEN = Transfer(Party("Anne Lefèvre", "FR1420041010050500013M02606"), 1, "A1-2")
FILE = Message("SALA-20261130-A1", datetime(2026, 11, 25, 14, 5, 9), ACME, date(2026, 11, 27), (ADA, BEN))


def refusal(code, call, *args):
    with pytest.raises(FormatError) as caught:
        call(*args)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    return caught.value


def schema():
    return etree.XMLSchema(file=str(ISO / "pain.001.001.09.xsd"))


def test_the_file_says_what_a_bank_needs_in_the_schemas_order():
    assert pain001.write(FILE) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">\n'
        "<CstmrCdtTrfInitn>\n"
        "<GrpHdr><MsgId>SALA-20261130-A1</MsgId><CreDtTm>2026-11-25T14:05:09</CreDtTm><NbOfTxs>2</NbOfTxs>"
        "<CtrlSum>2450.18</CtrlSum><InitgPty><Nm>Northbridge People Services GmbH</Nm></InitgPty></GrpHdr>\n"
        "<PmtInf><PmtInfId>SALA-20261130-A1</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>"
        "<NbOfTxs>2</NbOfTxs><CtrlSum>2450.18</CtrlSum><PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl>"
        "<CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf><ReqdExctnDt><Dt>2026-11-27</Dt></ReqdExctnDt>"
        "<Dbtr><Nm>Northbridge People Services GmbH</Nm><PstlAdr><StrtNm>Torstrasse</StrtNm><BldgNb>140</BldgNb>"
        "<PstCd>10119</PstCd><TwnNm>Berlin</TwnNm><Ctry>DE</Ctry></PstlAdr></Dbtr>"
        "<DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></DbtrAcct>"
        "<DbtrAgt><FinInstnId><BICFI>BYLADEM1001</BICFI></FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>\n"
        '<CdtTrfTxInf><PmtId><EndToEndId>A1-1</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">2450.17</InstdAmt></Amt>'
        "<CdtrAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></CdtrAgt><Cdtr><Nm>Jurgen Gross + Sohne</Nm>"
        "</Cdtr><CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>"
        "<RmtInf><Ustrd>SALARY 2026-11</Ustrd></RmtInf></CdtTrfTxInf>\n"
        '<CdtTrfTxInf><PmtId><EndToEndId>A1-2</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">0.01</InstdAmt></Amt>'
        "<Cdtr><Nm>Anne Lefevre</Nm></Cdtr><CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct>"
        "</CdtTrfTxInf>\n"
        "</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n"
    )


@needs_schema
@pytest.mark.parametrize(
    "message",
    [FILE, replace(FILE, debtor=Party("Acme", ACME.iban)), replace(FILE, transfers=(BEN,) * 300)],
    ids=["full", "without BIC and address", "many"],
)
def test_the_iso_schema_finds_no_fault(message):
    schema().assertValid(etree.fromstring(pain001.write(message).encode()))


@needs_schema
def test_the_schema_does_find_a_fault_in_a_broken_file():
    broken = pain001.write(FILE).replace("<PmtMtd>TRF</PmtMtd>", "")
    assert not schema().validate(etree.fromstring(broken.encode()))


@needs_schema
def test_another_writers_file_is_read():
    """Written by the package sepaxml; its sample IBAN's check digits are wrong, so a right one takes their place."""
    text = (ISO / "sample_pain.001.001.09.sepaxml.xml").read_text()
    refusal("iban", pain001.read, text)
    found = pain001.read(text.replace("NL50BANK1234567890", "NL91ABNA0417164300"))
    assert (found.debtor.name, found.execution, found.total) == ("HRO Client GmbH", date(2026, 11, 30), 101_250)
    assert (found.purpose, found.transfers[0].text) == ("", "SALARY 2026-11")


def test_what_is_written_is_read_back():
    plain = replace(
        FILE,
        debtor=replace(ACME, address=replace(HOUSE, street="Torstrasse")),
        transfers=(replace(ADA, to=replace(ADA.to, name="Jurgen Gross + Sohne")), replace(BEN, to=replace(BEN.to, name="Anne Lefevre"))),
    )  # fmt: skip
    assert pain001.read(pain001.write(FILE)) == plain
    assert pain001.write(plain) == pain001.write(FILE)


texts = st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), max_size=200)


@settings(deadline=None, max_examples=150)
@given(texts, texts, st.integers(1, pain001.MAX_TRANSFER_CENTS))
def test_any_name_and_text_is_spelt_and_read_back_or_refused(name, text, cents):
    message = replace(FILE, transfers=(replace(ADA, to=replace(ADA.to, name=name), text=text, amount=cents),))
    with suppress(FormatError):
        [found] = pain001.read(pain001.write(message)).transfers
        assert found.amount == cents
        assert SEPA.issuperset(found.to.name + found.text)
        assert 1 <= len(found.to.name) <= 70
        assert len(found.text) <= 140


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("identifier", replace(FILE, number="")),
        ("identifier", replace(FILE, number="x" * 36)),
        ("identifier", replace(FILE, number="ä")),
        ("identifier", replace(FILE, number="a//b")),
        ("identifier", replace(FILE, transfers=(replace(ADA, reference="/a"),))),
        ("created", replace(FILE, created=datetime(2026, 11, 25, 14, 5, 9, 1))),
        ("purpose", replace(FILE, purpose="pay")),
        ("execution_day", replace(FILE, execution=date(2026, 11, 24))),
        ("no_transfers", replace(FILE, transfers=())),
        ("iban", replace(FILE, debtor=Party("Acme", "DE02120300000000202052"))),
        ("iban", replace(FILE, transfers=(replace(ADA, to=Party("A", "GB00")),))),
        ("iban", replace(FILE, transfers=(replace(ADA, to=Party("A", "de89370400440532013000")),))),
        ("bic", replace(FILE, transfers=(replace(ADA, to=replace(ADA.to, bic="COBA")),))),
        ("name", replace(FILE, transfers=(replace(ADA, to=replace(ADA.to, name="  ")),))),
        ("charset", replace(FILE, transfers=(replace(ADA, to=replace(ADA.to, name="Юлия")),))),
        ("charset", replace(FILE, transfers=(replace(ADA, text="支払"),))),
        ("address", replace(FILE, debtor=replace(ACME, address=Address("Berlin", "Deutschland")))),
        ("not_a_number", replace(FILE, transfers=(replace(ADA, amount=1.5),))),
        ("amount", replace(FILE, transfers=(replace(ADA, amount=0),))),
        ("amount", replace(FILE, transfers=(replace(ADA, amount=100_000_000_000),))),
    ],
)
def test_what_a_bank_would_refuse_is_not_written(code, message):
    refusal(code, pain001.write, message)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("xml", "</Document>", ""),
        ("doctype", "<Document", "<!DOCTYPE a [<!ENTITY b 'c'>]><Document"),
        ("namespace", "pain.001.001.09", "pain.001.001.03"),
        ("missing", "<MsgId>SALA-20261130-A1</MsgId>", ""),
        ("blocks", "<PmtInf>", "<PmtInf></PmtInf><PmtInf>"),
        ("method", "TRF", "CHK"),
        ("currency", 'Ccy="EUR"', 'Ccy="USD"'),
        ("number", ">0.01<", ">-0.01<"),
        ("date", "2026-11-27", "2026-11-31"),
        ("date", "14:05:09", "25:05:09"),
        ("count", "<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>"),
        ("control_sum", "<CtrlSum>2450.18</CtrlSum>", "<CtrlSum>2450.17</CtrlSum>"),
        ("control_sum", ">0.01<", ">0.02<"),
        ("iban", "DE89370400440532013000", "DE89370400440532013001"),
        ("bic", "COBADEFFXXX", "COBA"),
    ],
)
def test_a_changed_file_is_not_believed(code, old, new):
    refusal(code, pain001.read, pain001.write(FILE).replace(old, new))


def test_no_message_quotes_an_account():
    wrong = replace(FILE, transfers=(replace(ADA, to=replace(ADA.to, iban="DE89370400440532013001")),))
    assert "0532013" not in refusal("iban", pain001.write, wrong).message
