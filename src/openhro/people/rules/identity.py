"""National numbers: what each kind looks like, in its one written form."""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum import exceptions
from stdnum.au import tfn
from stdnum.ca import sin
from stdnum.de import idnr
from stdnum.fr import nir
from stdnum.ie import pps
from stdnum.no import fodselsnummer
from stdnum.us import ssn

from openhro.core.errors import Invalid

# HMRC: D F I Q U V in neither place, O not in the second; these pairs are not issued; the suffix may be unknown.
_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]?")
_OTHER = re.compile(r"[0-9A-Z./-]{3,30}")


def nino(text: str) -> str:
    """A National Insurance number; without its suffix where that is not known."""
    value = "".join(text.split()).upper()
    if not _NINO.fullmatch(value):
        raise ValueError("two letters, six digits and a letter A to D, as AB 12 34 56 C")
    return value


def us_ssn(text: str) -> str:
    """A social security number: 000, 666 and 900-999 (taxpayer numbers) are no areas, 00 and 0000 no parts."""
    value = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}", value):
        raise ValueError("nine digits that the Social Security Administration issues")
    return ssn.validate(value)  # also refuses the numbers of advertisements


def _other(text: str) -> str:
    value = "".join(text.split()).upper()
    if not _OTHER.fullmatch(value):
        raise ValueError("3 to 30 letters and digits")
    return value


KINDS: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "NINO": ("GB", "National Insurance number", nino),
    "SSN": ("US", "social security number", us_ssn),
    "IDNR": ("DE", "Steuer-ID", idnr.validate),
    "SIN": ("CA", "social insurance number", sin.validate),
    "TFN": ("AU", "tax file number", tfn.validate),
    "PPS": ("IE", "PPS number", pps.validate),
    "FNR": ("NO", "fødselsnummer", fodselsnummer.validate),
    "NIR": ("FR", "numéro de sécurité sociale", nir.validate),
    "OTHER": ("", "national number", _other),
}


def national_id(kind: str, text: str) -> str:
    """The number in its one written form; refuses what the state cannot have issued. The number is never quoted."""
    if kind not in KINDS:
        raise Invalid("NATIONAL_ID_KIND", f"Choose one of {', '.join(KINDS)}.", field="national_id_kind")
    try:
        return KINDS[kind][2](text)
    except (ValueError, exceptions.ValidationError) as fault:
        why = str(fault) if type(fault) is ValueError else "check it against the document"
        raise Invalid("NATIONAL_ID", f"This is not a {KINDS[kind][1]}: {why}.", field="national_id") from None


def same_person_part(kind: str, value: str) -> str:
    """What two writings of one number share: a NINO is the same with and without its suffix."""
    return value[:8] if kind == "NINO" else value


def last4(value: str) -> str:
    """What a page may show of a secret: four characters, fewer of a short one, so that most of it stays hidden."""
    return value[-4:] if len(value) >= 8 else value[-2:] if len(value) >= 5 else ""
