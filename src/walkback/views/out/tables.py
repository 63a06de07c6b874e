"""The tables of a record as CSV, JSON lines and Parquet, and their dictionary as Markdown and as a Data Package."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from walkback.core.errors import InputError
from walkback.record.export import cell
from walkback.record.store import Record
from walkback.record.tables import TABLES, Column, Row, Table

GROUP = 20_000  # rows of a Parquet row group: small enough to be held, large enough to be packed well
FRICTIONLESS = {
    "text": "string", "integer": "integer", "real": "number", "boolean": "boolean", "day": "date", "time": "datetime",
    "list": "string",
}  # fmt: skip
HEAD = """# The tables

What `walkback export --format csv`, `jsonl` and `parquet` write: one file a table. Made by `python -m bench.table_docs`; a test
sees to it that this page is in step.

Days are ISO (`YYYY-MM-DD`), moments ISO with their offset, offsets in texts count code points, end exclusive. In CSV an empty cell is
an empty value, a list is joined with `; `, `true` and `false` are written so, and a text that a spreadsheet would take for a formula gets a leading
apostrophe. In JSON lines and Parquet lists are lists and an empty value is `null`. `datapackage.json` beside the CSV files says
the same for programs (Frictionless Data Package); in Parquet each column carries its line of this page as its description.

Findings are proposed by a machine until a person has signed them: pass on `reviewed` with them.
"""


def as_csv(table: Table, record: Record) -> Iterator[str]:
    """The table as CSV (RFC 4180), a line a piece; a table without rows has its head."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([c.name for c in table.columns])
    for row in table.rows(record):
        writer.writerow([_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else cell(value)


def as_jsonl(table: Table, record: Record) -> Iterator[str]:
    """The table as JSON lines: one object a row, every column in it."""
    names = [c.name for c in table.columns]
    for row in table.rows(record):
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n"


def to_parquet(table: Table, record: Record, path: Path) -> None:
    """Write the table as Parquet to a path: typed columns, each with its description; zstd, 20,000 rows a group.

    Raises InputError where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise InputError("Parquet needs pyarrow", hint="pip install 'walkback[tables]'") from error
    of = {
        "text": pyarrow.string(), "integer": pyarrow.int64(), "real": pyarrow.float64(), "boolean": pyarrow.bool_(),
        "day": pyarrow.date32(), "time": pyarrow.timestamp("us", tz="UTC"), "list": pyarrow.list_(pyarrow.string()),
    }  # fmt: skip
    fields = [
        pyarrow.field(c.name, of[c.type], nullable=bool(c.empty), metadata={"description": _described(c)})
        for c in table.columns
    ]
    schema = pyarrow.schema(fields, metadata={"description": table.what})
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _groups(table.rows(record)):
            columns = [
                pyarrow.array([_typed(c, row[n]) for row in rows], type=of[c.type]) for n, c in enumerate(table.columns)
            ]
            writer.write_table(pyarrow.table(columns, schema=schema))


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    held = iter(rows)
    while group := list(islice(held, GROUP)):
        yield group


def _typed(column: Column, value: Any) -> Any:
    """A value as Parquet has it: days and moments are no texts there."""
    if value is None:
        return None
    if column.type == "day":
        return date.fromisoformat(value)
    if column.type == "time":
        at = datetime.fromisoformat(value)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return value


def _described(column: Column) -> str:
    return f"{column.what}; empty: {column.empty}" if column.empty else column.what


def data_package(tables: Sequence[Table]) -> str:
    """The dictionary of the CSV files as a Frictionless Data Package, JSON."""
    resources = [
        {
            "name": table.name.replace("_", "-"), "path": f"{table.name}.csv", "title": table.what, "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"primaryKey": list(table.key), "fields": [_field(c) for c in table.columns]},
        }
        for table in tables
    ]  # fmt: skip
    package = {"name": "walkback-record", "title": "A record kept by walkback", "profile": "tabular-data-package"}
    return json.dumps(package | {"resources": resources}, ensure_ascii=False, indent=1) + "\n"


def _field(column: Column) -> dict[str, Any]:
    what = _described(column) + ("; joined with “; ”" if column.type == "list" else "")
    # an empty list is an empty cell too
    must = {} if column.empty or column.type == "list" else {"constraints": {"required": True}}
    return {"name": column.name, "type": FRICTIONLESS[column.type], "description": what, **must}


def dictionary() -> str:
    """The data dictionary as Markdown: the text of docs/tables.md."""
    return HEAD + "".join(_section(table) for table in TABLES.values())


def _section(table: Table) -> str:
    lines = [f"\n## {table.name}\n", f"{table.what} Key: {', '.join(f'`{k}`' for k in table.key)}.\n"]
    lines += ["| column | type | what | empty means |", "|---|---|---|---|"]
    lines += [f"| `{c.name}` | {c.type} | {_linked(c.what)} | {c.empty} |" for c in table.columns]
    return "\n".join(lines) + "\n"


def _linked(what: str) -> str:
    """A description with the table it points to as a link."""
    return re.sub(r"\((\w+)\)", lambda m: f"([{m[1]}](#{m[1]}))" if m[1] in TABLES else m[0], what)
