"""Errors that a person can act on: what went wrong, where, and what to do next."""

from __future__ import annotations


class WalkbackError(Exception):
    """Something that walkback cannot do; `hint` says what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} ({self.hint})" if self.hint else message


class InputError(WalkbackError):
    """An input that cannot be read: a file, a line, a page, a date."""


class RecordError(WalkbackError):
    """A record that cannot be opened or written."""


class StorageError(RecordError):
    """A record that cannot be read or written now: it is damaged, its server is away, somebody else is writing for long."""


class BundleError(WalkbackError):
    """A model bundle that is missing, damaged or of another version."""
