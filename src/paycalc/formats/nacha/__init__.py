"""NACHA files: US direct deposit (PPD, and CCD with the same entry layout), written and read.

`File` holds `Batch`es of `Entry`s; `write(file)` gives the text, `read(text)` the same dataclasses back, with the
control records proved against the entries. Amounts are int cents. Records: https://achdevguide.nacha.org/.
"""

from paycalc.formats.nacha.model import (
    Addenda,
    Batch,
    Change,
    Entry,
    File,
    Offset,
    Return,
    Totals,
    check_routing,
    is_routing,
)
from paycalc.formats.nacha.reading import read
from paycalc.formats.nacha.writing import totals, write

__all__ = [
    "Addenda",
    "Batch",
    "Change",
    "Entry",
    "File",
    "Offset",
    "Return",
    "Totals",
    "check_routing",
    "is_routing",
    "read",
    "totals",
    "write",
]
