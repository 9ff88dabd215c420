"""ISO 20022 pain.001.001.09: SEPA credit transfers of one pay day, written and read.

`write(Message)` gives the file, `pieces(Message)` the same transfer by transfer for files that need not be whole in
memory, `read(text)` the dataclass back, its counts and sums proved. Amounts are int euro cents.

What is not here: the directory of banks. An IBAN's check digits are proved, but not that its bank exists or is reached
by SEPA; a BIC is proved by its form.
"""

from paycalc.formats.pain001.model import MAX_TRANSFER_CENTS, NAMESPACE, Address, Message, Party, Transfer
from paycalc.formats.pain001.reading import read
from paycalc.formats.pain001.writing import check_message, pieces, write

__all__ = [
    "MAX_TRANSFER_CENTS",
    "NAMESPACE",
    "Address",
    "Message",
    "Party",
    "Transfer",
    "check_message",
    "pieces",
    "read",
    "write",
]
