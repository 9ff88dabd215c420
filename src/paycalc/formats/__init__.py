"""Bank and filing files, each read and written by plain functions on frozen dataclasses.

`records` is the one fixed-width engine; `charsets` spells names in the characters a bank allows. On them stand
`nacha` (US direct deposit), `bacs18` (UK direct credit) and, without fixed width, `pain001` (SEPA credit transfer) and
`journal` (general ledger CSV).
Nothing here needs the rest of `paycalc`, a database, a network or a clock: every date is given by the caller.
"""

__all__ = []
