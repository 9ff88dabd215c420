"""The fixed-width record engine: one description of a record both writes it and reads it.

A `Record` is a tuple of `Field`s whose positions are 1-based and inclusive, as the published layouts print them, and
must cover the record without gap or overlap. `Layout` tells by a line's first characters which record it is.

Writing refuses what does not fit and never cuts; reading refuses what does not belong and never mends. Hence
`record.write(record.read(line)) == line` for every line that is read. All refusals are `FormatError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "ASCII_PRINTABLE",
    "DIGITS",
    "Field",
    "FormatError",
    "Kind",
    "Layout",
    "Line",
    "Record",
    "Value",
    "Values",
    "lines_of",
]

Value = str | int | None
Values = dict[str, Value]
Kind = Literal["alpha", "numeric", "blank", "literal"]

DIGITS = frozenset("0123456789")
ASCII_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))


class FormatError(ValueError):
    """A file cannot be written or read: a stable `code`, a sentence, the `field`, and the `line` from 1 (0 = none)."""

    def __init__(self, code: str, message: str, field: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.line = line

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message

    def __reduce__(self) -> tuple[type[FormatError], tuple[str, str, str, int]]:
        return type(self), (self.code, self.message, self.field, self.line)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    alpha: left-justified text, padded with `pad` (blank). numeric: a whole number, right-justified, padded with `pad`
    (zero); value `int`. blank: reserved, holds blanks, carries no value. literal: always `literal`, carries no value.
    `required` refuses an empty alpha and an all-blank numeric; `exact` asks for a value of the full width;
    `right` justifies alpha text to the right (identifiers with leading blanks keep them when they are read).
    """

    name: str
    start: int
    end: int
    kind: Kind = "alpha"
    literal: str = ""
    pad: str = ""
    charset: frozenset[str] = ASCII_PRINTABLE
    required: bool = False
    exact: bool = False
    right: bool = False

    @property
    def width(self) -> int:
        """Number of characters."""
        return self.end - self.start + 1

    def write(self, value: Value, line: int = 0) -> str:
        """The field's characters for `value`; `FormatError` when it cannot stand there unchanged."""
        if self.kind == "literal":
            return self.literal
        if self.kind == "blank":
            return " " * self.width
        return self._write_number(value, line) if self.kind == "numeric" else self._write_text(value, line)

    def read(self, text: str, line: int = 0) -> Value:
        """The value of the field's characters: text without its padding, or a number; None for an empty number."""
        if self.kind == "literal":
            if text != self.literal:
                raise self._refuse("literal", f"must be '{self.literal}', but is '{text}'", line)
            return None
        if self.kind == "blank":
            if text.strip(" "):
                raise self._refuse("not_blank", f"is reserved and must be blank, but holds '{text}'", line)
            return None
        return self._read_number(text, line) if self.kind == "numeric" else self._read_text(text, line)

    def _write_number(self, value: Value, line: int) -> str:
        if value is None:
            if self.required:
                raise self._refuse("missing", "is missing", line)
            return " " * self.width
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._refuse("not_a_number", f"must be a whole number, but is {value!r}", line)
        if value < 0:
            raise self._refuse("negative", f"must not be negative, but is {value}", line)
        text = str(value)
        if len(text) > self.width:
            raise self._refuse("too_long", f"holds {self.width} digits, but {value} has {len(text)}", line)
        return text.rjust(self.width, self.pad or "0")

    def _read_number(self, text: str, line: int) -> int | None:
        pad = self.pad or "0"
        if not text.strip(" "):
            if self.required:
                raise self._refuse("missing", "is blank, but must be a number", line)
            return None
        digits = text.lstrip(" ") if pad == " " else text
        if not DIGITS.issuperset(digits):
            raise self._refuse("not_a_number", f"must hold digits only, but is '{text}'", line)
        if pad == " " and str(int(digits)) != digits:
            raise self._refuse("padding", f"must be padded with blanks, but is '{text}'", line)
        return int(digits)

    def _write_text(self, value: Value, line: int) -> str:
        if value is not None and not isinstance(value, str):
            raise self._refuse("not_text", f"must be text, but is {value!r}", line)
        text = value or ""
        self._check_text(text, line)
        if text and text[0 if self.right else -1] == (self.pad or " "):
            raise self._refuse("padding", f"must not {'begin' if self.right else 'end'} with its padding", line)
        return text.rjust(self.width, self.pad or " ") if self.right else text.ljust(self.width, self.pad or " ")

    def _read_text(self, text: str, line: int) -> str:
        pad = self.pad or " "
        value = text.lstrip(pad) if self.right else text.rstrip(pad)
        self._check_text(value, line)
        return value

    def _check_text(self, text: str, line: int) -> None:
        if not text.strip(" ") and self.required:
            raise self._refuse("missing", "is missing", line)
        if len(text) > self.width:
            message = f"holds {self.width} characters, but '{text}' has {len(text)}"
            raise self._refuse("too_long", message, line)
        if self.exact and text and len(text) != self.width:
            message = f"must have exactly {self.width} characters, but '{text}' has {len(text)}"
            raise self._refuse("wrong_width", message, line)
        if not self.charset.issuperset(text):
            bad = next(character for character in text if character not in self.charset)
            raise self._refuse("charset", f"must not hold the character {bad!r} of '{text}'", line)

    def _refuse(self, code: str, sentence: str, line: int) -> FormatError:
        place = f"{self.start}" if self.start == self.end else f"{self.start}-{self.end}"
        return FormatError(code, f"{self.name} (position {place}) {sentence}.", self.name, line)


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A record of `length` characters. A layout that does not cover 1..length exactly raises `ValueError` at once."""

    name: str
    length: int
    fields: tuple[Field, ...]
    _names: frozenset[str] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        next_start = 1
        for item in self.fields:
            if item.start != next_start or item.end < item.start:
                raise ValueError(f"{self.name}: {item.name} must start at {next_start}, but stands at {item.start}.")
            if item.kind == "literal" and len(item.literal) != item.width:
                raise ValueError(f"{self.name}: '{item.literal}' does not fill {item.start}-{item.end}.")
            next_start = item.end + 1
        if next_start != self.length + 1:
            raise ValueError(f"{self.name}: fields end at {next_start - 1}, not at {self.length}.")
        names = [item.name for item in self.fields if item.kind in ("alpha", "numeric")]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: two fields have the same name.")
        object.__setattr__(self, "_names", frozenset(names))

    def write(self, values: Mapping[str, Value], line: int = 0) -> str:
        """The record with these values by field name; a name left out is empty, an unknown name is refused."""
        if not self._names.issuperset(values):
            unknown = sorted(set(values) - self._names)[0]
            raise FormatError("unknown_field", f"{self.name} has no field '{unknown}'.", unknown, line)
        return "".join([item.write(values.get(item.name), line) for item in self.fields])

    def read(self, text: str, line: int = 0) -> Values:
        """The values by field name; literals and blanks are checked and carry none."""
        if len(text) != self.length:
            message = f"{self.name} must have {self.length} characters, but has {len(text)}."
            raise FormatError("record_length", message, "", line)
        values: Values = {}
        for item in self.fields:
            value = item.read(text[item.start - 1 : item.end], line)
            if item.kind in ("alpha", "numeric"):
                values[item.name] = value
        return values


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: its record, its values, its number from 1."""

    record: Record
    values: Values
    number: int

    def text(self, name: str) -> str:
        """The value of an alpha field."""
        value = self.values[name]
        return value if isinstance(value, str) else ""

    def number_in(self, name: str) -> int:
        """The value of a numeric field; 0 where the field is blank."""
        value = self.values[name]
        return value if isinstance(value, int) else 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The records of a file, by the characters a line begins with; `otherwise` takes a line that has none of them."""

    name: str
    records: tuple[tuple[str, Record], ...]
    otherwise: Record | None = None

    def record_of(self, text: str, line: int) -> Record:
        """The record of a line; the longest matching prefix wins."""
        found = [(len(prefix), record) for prefix, record in self.records if text.startswith(prefix)]
        if found:
            return max(found, key=lambda pair: pair[0])[1]
        if self.otherwise is None:
            raise FormatError("unknown_record", f"{self.name} has no record that begins '{text[:4]}'.", "", line)
        return self.otherwise

    def read(self, lines: Iterable[str]) -> Iterator[Line]:
        """The lines of a file, one after the other."""
        for number, text in enumerate(lines, start=1):
            record = self.record_of(text, number)
            yield Line(record, record.read(text, number), number)


def lines_of(text: str, length: int = 0) -> list[str]:
    """The lines of a file that ends its lines with LF or CR LF, or, given `length`, has records without line ends."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    if length and len(lines) == 1 and len(text) > length and len(lines[0]) % length == 0:
        return [lines[0][start : start + length] for start in range(0, len(lines[0]), length)]
    return lines
