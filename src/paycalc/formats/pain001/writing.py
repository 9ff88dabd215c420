"""Writes a pain.001.001.09. Names and texts are spelt in SEPA's characters; accounts and references never are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from paycalc.formats.charsets import SEPA, sepa_text
from paycalc.formats.pain001.model import (
    MAX_TRANSFER_CENTS,
    NAMESPACE,
    Address,
    Message,
    Party,
    Transfer,
    check_bic,
    check_iban,
)
from paycalc.formats.records import FormatError

__all__ = ["check_message", "pieces", "write"]

NAME, TEXT, ID, TOWN, STREET, SHORT = 70, 140, 35, 35, 70, 16
_PURPOSE = re.compile("[A-Z0-9]{4}")
_COUNTRY = re.compile("[A-Z]{2}")


def write(message: Message) -> str:
    """The whole file as ASCII text. `FormatError` names what cannot be written."""
    return "".join(pieces(message))


def pieces(message: Message) -> Iterator[str]:
    """The file in order: its head, each transfer, its end. Everything is checked before the first piece."""
    check_message(message)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<Document xmlns="{NAMESPACE}">\n<CstmrCdtTrfInitn>\n'
    yield _group_header(message)
    yield _payment_head(message)
    for one in message.transfers:
        yield _transfer(one)
    yield "</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n"


def check_message(message: Message) -> None:
    """Refuse what a SEPA bank would: numbers, accounts, amounts, days, characters that have no spelling."""
    _check_id(message.number, "MsgId")
    _check_moment(message.created)
    if not _PURPOSE.fullmatch(message.purpose):
        raise FormatError("purpose", f"The purpose is an ISO code of four characters, not '{message.purpose}'.", "Cd")
    if message.execution < message.created.date():
        told = f"The execution day {message.execution} is before the day of creation {message.created.date()}."
        raise FormatError("execution_day", told, "ReqdExctnDt")
    if not message.transfers:
        raise FormatError("no_transfers", "The message has no transfer.")
    _check_party(message.debtor, "the paying company")
    for number, one in enumerate(message.transfers, 1):
        _check_transfer(one, number)


def _check_id(text: str, field: str) -> None:
    """An identifier is sent as it is: SEPA's characters, no slash at an end, no two slashes together."""
    if not 1 <= len(text) <= ID or not SEPA.issuperset(text) or text != text.strip():
        told = f"{field} has 1 to {ID} of SEPA's characters without blanks around them, but is '{text}'."
        raise FormatError("identifier", told, field)
    if text.startswith("/") or text.endswith("/") or "//" in text:
        raise FormatError("identifier", f"{field} '{text}' begins or ends with a slash, or has two together.", field)


def _check_moment(created: datetime) -> None:
    if created.tzinfo is not None or created.microsecond:
        raise FormatError("created", "The time of creation is local, without zone and parts of a second.", "CreDtTm")


def _check_party(party: Party, whose: str) -> None:
    check_iban(party.iban, whose)
    check_bic(party.bic, whose)
    if not sepa_text(party.name, "name", NAME):
        raise FormatError("name", f"The name of {whose} is empty.", "Nm")
    if party.address and not (_COUNTRY.fullmatch(party.address.country) and party.address.town.strip()):
        told = f"The address of {whose} needs a town, and a country of two capital letters."
        raise FormatError("address", told, "PstlAdr")


def _check_transfer(one: Transfer, number: int) -> None:
    # By its place and not by name: this sentence may be shown to people who do not see the payee.
    who = f"transfer {number}"
    _check_party(one.to, who)
    _check_id(one.reference, "EndToEndId")
    sepa_text(one.text, "remittance text", TEXT)
    if not isinstance(one.amount, int) or isinstance(one.amount, bool):
        raise FormatError("not_a_number", f"The amount of {who} is whole cents, not {one.amount!r}.", "InstdAmt")
    if not 1 <= one.amount <= MAX_TRANSFER_CENTS:
        told = f"The amount of {who} lies between 1 and {MAX_TRANSFER_CENTS} cents, but is {one.amount}."
        raise FormatError("amount", told, "InstdAmt")


def _group_header(message: Message) -> str:
    return (
        f"<GrpHdr><MsgId>{message.number}</MsgId>"
        f"<CreDtTm>{message.created.isoformat()}</CreDtTm>{_control(message)}"
        f"<InitgPty><Nm>{_text(message.debtor.name, NAME)}</Nm></InitgPty></GrpHdr>\n"
    )


def _payment_head(message: Message) -> str:
    """One block of transfers: booked as one sum, pay by purpose, each bank bears its own charges."""
    debtor = message.debtor
    agent = f"<BICFI>{debtor.bic}</BICFI>" if debtor.bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"
    return (
        f"<PmtInf><PmtInfId>{message.number}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>"
        f"{_control(message)}<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl>"
        f"<CtgyPurp><Cd>{message.purpose}</Cd></CtgyPurp></PmtTpInf>"
        f"<ReqdExctnDt><Dt>{message.execution.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr>{_party(debtor)}</Dbtr><DbtrAcct><Id><IBAN>{debtor.iban}</IBAN></Id><Ccy>EUR</Ccy></DbtrAcct>"
        f"<DbtrAgt><FinInstnId>{agent}</FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>\n"
    )


def _transfer(one: Transfer) -> str:
    bank = f"<CdtrAgt><FinInstnId><BICFI>{one.to.bic}</BICFI></FinInstnId></CdtrAgt>" if one.to.bic else ""
    text = _text(one.text, TEXT)
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{one.reference}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="EUR">{_euro(one.amount)}</InstdAmt></Amt>{bank}<Cdtr>{_party(one.to)}</Cdtr>'
        f"<CdtrAcct><Id><IBAN>{one.to.iban}</IBAN></Id></CdtrAcct>"
        f"{f'<RmtInf><Ustrd>{text}</Ustrd></RmtInf>' if text else ''}</CdtTrfTxInf>\n"
    )


def _control(message: Message) -> str:
    return f"<NbOfTxs>{len(message.transfers)}</NbOfTxs><CtrlSum>{_euro(message.total)}</CtrlSum>"


def _party(party: Party) -> str:
    return f"<Nm>{_text(party.name, NAME)}</Nm>{_address(party.address) if party.address else ''}"


def _address(address: Address) -> str:
    parts = (
        ("StrtNm", _text(address.street, STREET)), ("BldgNb", _text(address.building, SHORT)),
        ("PstCd", _text(address.postcode, SHORT)), ("TwnNm", _text(address.town, TOWN)), ("Ctry", address.country),
    )  # fmt: skip
    return f"<PstlAdr>{''.join(f'<{name}>{text}</{name}>' for name, text in parts if text)}</PstlAdr>"


def _euro(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _text(text: str, width: int) -> str:
    """A text as XML holds it: among SEPA's characters is none that must be escaped."""
    return sepa_text(text, "text", width)
