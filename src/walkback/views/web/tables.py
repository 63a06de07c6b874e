"""A table once, for three readers: HTML for people, CSV and JSON for their tools, at the same address."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from walkback.record.export import cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column. key: the name in exports; label: the heading people see, "" for a column of exports only.

    link: the key that holds the address a cell leads to; css: a class of its cells.
    """

    key: str
    label: str = ""
    link: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values under named columns. total: how many there are, of which these are a stretch."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]
    total: int | None = None

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that people see."""
        return tuple(c for c in self.columns if c.label)


def plain(value: Any) -> Any:
    """A value as JSON knows it: days in ISO form, groups as lists."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return str(value)


def as_csv(table: Table) -> str:
    """A header and a line a row; a cell that a spreadsheet would take for a formula is defused."""
    out = io.StringIO()
    writer = csv.writer(out)
    keys = [c.key for c in table.columns]
    writer.writerow(keys)
    for row in table.rows:
        writer.writerow([cell(plain(row.get(k))) for k in keys])
    return out.getvalue()


def as_json(table: Table, *, address: str, following: str | None) -> str:
    """The rows with their columns' keys, how many there are in all, and the address of those that follow."""
    keys = [c.key for c in table.columns]
    rows = [{k: plain(row.get(k)) for k in keys} for row in table.rows]
    total = len(rows) if table.total is None else table.total
    held = {"table": table.name, "url": address, "total": total, "next": following, "rows": rows}
    return json.dumps(held, ensure_ascii=False, indent=1)
