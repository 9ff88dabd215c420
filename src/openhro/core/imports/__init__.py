"""The one reader of tables for every import, and the one writer of exports.

`read` a file, `begin` a report, make `typed` rows, apply them, `keep` the batch. An import is a dry run unless asked
otherwise, takes all rows or none unless `partial`, and finds by external ids what it made before. A file of more than
`MOST_AT_ONCE` rows is handed over to a job.
"""

from openhro.core.imports.cells import CellRefused, Column, value
from openhro.core.imports.files import MOST_BYTES, MOST_ROWS, NotATable, Table, TooLarge, read
from openhro.core.imports.parked import drop, park, take
from openhro.core.imports.report import Refusal, Report, begin, begin_again, keep, settle, wait
from openhro.core.imports.rows import TypedRow, check_columns, typed
from openhro.core.imports.waiting import MOST_AT_ONCE, carry_out, hand_over, stop
from openhro.core.imports.writer import csv_file, documentation, safe_cell, template, xlsx_file

__all__ = [
    "MOST_AT_ONCE", "MOST_BYTES", "MOST_ROWS", "CellRefused", "Column", "NotATable", "Refusal", "Report", "Table",
    "TooLarge", "TypedRow", "begin", "begin_again", "carry_out", "check_columns", "csv_file", "documentation", "drop",
    "hand_over", "keep", "park", "read", "safe_cell", "settle", "stop", "take", "template", "typed", "value", "wait",
    "xlsx_file",
]  # fmt: skip
