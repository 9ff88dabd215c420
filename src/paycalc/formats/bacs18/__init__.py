"""Bacs Standard 18: UK direct credits (pay), single-day and multi-day, written and read.

`write(Submission)` gives the file, `read(text)` the same dataclasses back, totals proved. Amounts are int pence.

What is not here: the modulus check of sort code and account number. Its weights and exceptions are published by
Pay.UK and change; without that table a check would pass wrong accounts and stop right ones, so none is made.
"""

from paycalc.formats.bacs18.model import MAX_CREDIT_PENCE, Account, Credit, Submission
from paycalc.formats.bacs18.reading import read
from paycalc.formats.bacs18.writing import write

__all__ = ["MAX_CREDIT_PENCE", "Account", "Credit", "Submission", "read", "write"]
