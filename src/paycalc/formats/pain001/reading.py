"""Reads a pain.001.001.09 of SEPA credit transfers back and proves its counts and sums. Nothing is corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from xml.etree import ElementTree

from paycalc.formats.pain001.model import NAMESPACE, Address, Message, Party, Transfer, check_bic, check_iban
from paycalc.formats.records import FormatError

__all__ = ["read"]

_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,2}))?")
_NS = {"": NAMESPACE}


def read(text: str) -> Message:
    """The message as a dataclass; `FormatError` with a code where it is not a sound file of one block of transfers.

    The codes beside those of IBAN and BIC: xml, doctype, namespace, missing, blocks, method, currency, number, date,
    count, control_sum.
    """
    root = _root(text)
    head = _one(root, "CstmrCdtTrfInitn/GrpHdr")
    blocks = root.findall("CstmrCdtTrfInitn/PmtInf", _NS)
    if len(blocks) != 1:
        raise FormatError("blocks", f"The file has {len(blocks)} payment blocks; one is read.", "PmtInf")
    block = blocks[0]
    if (method := _text(block, "PmtMtd")) != "TRF":
        raise FormatError("method", f"The payment method is TRF, but here is '{method}'.", "PmtMtd")
    transfers = tuple(_transfer(one) for one in block.findall("CdtTrfTxInf", _NS))
    for where in (head, block):
        _check_control(where, transfers)
    return Message(
        number=_text(head, "MsgId"),
        created=_moment(_text(head, "CreDtTm")),
        debtor=_party(block, "Dbtr", "the paying company"),
        execution=_day(_text(block, "ReqdExctnDt/Dt")),
        transfers=transfers,
        purpose=block.findtext("PmtTpInf/CtgyPurp/Cd", "", _NS),
    )


def _root(text: str) -> ElementTree.Element:
    # A document type could define entities that swell without end; no bank file has one.
    if "<!DOCTYPE" in text:
        raise FormatError("doctype", "The file has a document type, which no bank file has.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a document type nothing expands
    except (ElementTree.ParseError, ValueError) as broken:
        raise FormatError("xml", f"The file is no sound XML: {broken}.") from None
    if root.tag != f"{{{NAMESPACE}}}Document":
        raise FormatError("namespace", f"The file is a '{root.tag}', not a pain.001.001.09 document.", "Document")
    return root


def _one(where: ElementTree.Element, path: str) -> ElementTree.Element:
    found = where.find(path, _NS)
    if found is None:
        raise FormatError("missing", f"{path} is missing.", path.rpartition("/")[2])
    return found


def _text(where: ElementTree.Element, path: str) -> str:
    return (_one(where, path).text or "").strip()


def _transfer(one: ElementTree.Element) -> Transfer:
    amount = _one(one, "Amt/InstdAmt")
    if amount.get("Ccy") != "EUR":
        raise FormatError("currency", f"SEPA pays in EUR, not in '{amount.get('Ccy')}'.", "InstdAmt")
    return Transfer(
        to=_party(one, "Cdtr", "a payee"),
        amount=_cents(_text(one, "Amt/InstdAmt"), "InstdAmt"),
        reference=_text(one, "PmtId/EndToEndId"),
        text=one.findtext("RmtInf/Ustrd", "", _NS),
    )


def _party(where: ElementTree.Element, role: str, whose: str) -> Party:
    iban = _text(where, f"{role}Acct/Id/IBAN")
    bic = where.findtext(f"{role}Agt/FinInstnId/BICFI", "", _NS)
    check_iban(iban, whose)
    check_bic(bic, whose)
    return Party(_text(where, f"{role}/Nm"), iban, bic, _address(where.find(f"{role}/PstlAdr", _NS)))


def _address(where: ElementTree.Element | None) -> Address | None:
    if where is None:
        return None
    names = ("TwnNm", "Ctry", "StrtNm", "BldgNb", "PstCd")
    return Address(*(where.findtext(name, "", _NS) for name in names))


def _check_control(where: ElementTree.Element, transfers: Sequence[Transfer]) -> None:
    """The group header must state the count; sums, and a block's figures, may be left out by other writers."""
    count, total = where.findtext("NbOfTxs", "", _NS), where.findtext("CtrlSum", "", _NS)
    if count != str(len(transfers)) and (count or where.tag.endswith("GrpHdr")):
        raise FormatError("count", f"NbOfTxs is '{count}', but there are {len(transfers)} transfers.", "NbOfTxs")
    paid = sum(one.amount for one in transfers)
    if total and _cents(total, "CtrlSum") != paid:
        raise FormatError("control_sum", f"CtrlSum is {total}, but the transfers come to {paid} cents.", "CtrlSum")


def _cents(text: str, field: str) -> int:
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise FormatError("number", f"{field} has at most two decimals and no sign, but is '{text}'.", field)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FormatError("date", f"'{text}' is no day.", "ReqdExctnDt") from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise FormatError("date", f"'{text}' is no time.", "CreDtTm") from None
