"""Why a document was not printed."""

from __future__ import annotations


class DocumentError(ValueError):
    """A document cannot be printed: a stable `code` and a sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        return type(self), (self.code, self.message)
