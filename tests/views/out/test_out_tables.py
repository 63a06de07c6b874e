"""The tables of a record, opened with what people open them with."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pandas
import pytest
from click.testing import CliRunner

from tests.homes import Here
from walkback.core.errors import InputError, RecordError
from walkback.core.ledger import Judgement
from walkback.record.store import DUMPED, Record
from walkback.record.tables import TABLES, Table
from walkback.views.cli import main
from walkback.views.out import tables
from walkback.views.out.files import FORMS, export

EACH = pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
PYTHON = {"text": str, "integer": int, "real": float, "boolean": bool, "day": str, "time": str, "list": list}


@pytest.fixture
def judged(here: Here, record_path: Path) -> Record:
    """A copy of the record with one finding confirmed."""
    copy = here.copy(record_path, "judged.db")
    record = Record.open(copy)
    record.judge(Judgement(record.findings()[0].id, "confirmed", "Rin Sorel", datetime(2031, 5, 10, 9, 30, tzinfo=UTC)))
    return record


@EACH
def test_rows_are_as_the_dictionary_says(table: Table, judged: Record) -> None:
    rows = list(table.rows(judged))
    assert rows, "the invented news should fill every table"
    for row in rows:
        for column, value in zip(table.columns, row, strict=True):
            if value is None:
                assert column.empty, f"{column.name} is empty and the dictionary does not say what that means"
                continue
            assert type(value) is PYTHON[column.type], column.name
            if column.type == "day":
                date.fromisoformat(value)
            if column.type == "time":
                datetime.fromisoformat(value)
    names = [c.name for c in table.columns]
    keys = [tuple(row[names.index(k)] for k in table.key) for row in rows]
    assert len(set(keys)) == len(rows)


def test_the_dictionary_is_in_step(root: Path) -> None:
    assert (root / "docs" / "tables.md").read_text(encoding="utf-8") == tables.dictionary(), (
        "run `python -m bench.table_docs`"
    )


def test_every_table_of_the_record_is_written_out() -> None:
    renamed = {"page_actors": "cast", "finding_who": "finding_actors", "matter_reports": "reports"}
    renamed |= dict.fromkeys(("signed", "withdrawals", "placements"), "judgements")
    renamed |= {
        "left_out": "reports",
        "read_reports": "reports",
        "read_attributions": "attributions",
        "added_reports": "reports",
    }
    assert {renamed.get(name, name) for name in DUMPED} <= TABLES.keys()


@EACH
def test_parquet_opens_in_pandas_and_duckdb(table: Table, judged: Record, tmp_path: Path) -> None:
    path = tmp_path / f"{table.name}.parquet"
    tables.to_parquet(table, judged, path)
    rows = list(table.rows(judged))
    frame = pandas.read_parquet(path)
    assert list(frame.columns) == [c.name for c in table.columns] and len(frame) == len(rows)
    found = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    assert found.columns == [c.name for c in table.columns]
    for got, row in zip(found.fetchall(), rows, strict=True):
        assert [g.isoformat() if isinstance(g, date) and not isinstance(g, datetime) else g for g in got if not isinstance(g, datetime)] == [
            value for value, column in zip(row, table.columns, strict=True) if column.type != "time" or value is None
        ]  # fmt: skip


def test_parquet_has_types_and_descriptions(judged: Record, tmp_path: Path) -> None:
    path = tmp_path / "reports.parquet"
    tables.to_parquet(TABLES["reports"], judged, path)
    types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall())
    assert types["published"] == types["due_latest"] == "DATE"
    assert types["parties"] == "VARCHAR[]" and types["hedged"] == "BOOLEAN" and types["start"] == "BIGINT"
    late = duckdb.sql(f"SELECT count(*) FROM '{path}' WHERE due_latest < DATE '2031-03-01'").fetchall()
    assert late[0][0] >= 1
    import pyarrow.parquet

    schema = pyarrow.parquet.read_schema(path)
    assert schema.field("sentence").metadata[b"description"] == b"the sentence that proves it"


def test_times_are_moments_in_parquet(judged: Record, tmp_path: Path) -> None:
    path = tmp_path / "judgements.parquet"
    tables.to_parquet(TABLES["judgements"], judged, path)
    (at,) = pandas.read_parquet(path)["at"]
    assert at == pandas.Timestamp("2031-05-10T09:30Z")


@EACH
def test_csv_has_every_row_and_opens_in_pandas_and_duckdb(table: Table, judged: Record, tmp_path: Path) -> None:
    path = tmp_path / f"{table.name}.csv"
    path.write_text("".join(tables.as_csv(table, judged)), encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert head == [c.name for c in table.columns]
    assert len(rows) == len(list(table.rows(judged)))
    assert len(pandas.read_csv(path)) == len(rows)
    assert duckdb.sql(f"SELECT count(*) FROM read_csv('{path}', header = true)").fetchall() == [(len(rows),)]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "exchange"])
def test_twice_the_same_bytes(form: str, record: Record, tmp_path: Path) -> None:
    first = export(record, tmp_path / "a", form=form)
    second = export(record, tmp_path / "b", form=form)
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_the_data_package_names_every_file_and_column(record: Record, tmp_path: Path) -> None:
    paths = export(record, tmp_path / "out", form="csv")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in package["resources"]} == {p.name for p in paths} - {"datapackage.json"}
    for resource in package["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as lines:
            assert next(csv.reader(lines)) == [f["name"] for f in resource["schema"]["fields"]]


def test_jsonl_keeps_types(judged: Record, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in tables.as_jsonl(TABLES["findings"], judged)]
    assert {row["reviewed"] for row in rows} == {"confirmed", "proposed by the machine, not reviewed"}
    signed = next(row for row in rows if row["reviewed"] == "confirmed")
    assert signed["reviewed_by"] == "Rin Sorel" and signed["reviewed_at"].startswith("2031-05-10T09:30")
    assert all(isinstance(row["sentences"], list) and isinstance(row["score"], float) for row in rows)


def test_no_pyarrow_names_the_install_line(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'walkback\[tables\]'"):
        export(record, tmp_path / "out", form="parquet")
    assert not list((tmp_path / "out").iterdir())


def test_a_file_is_no_folder(record: Record, tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_text("x")
    with pytest.raises(RecordError, match="is a file"):
        export(record, target, form="csv")


@pytest.mark.parametrize("form", FORMS)
def test_the_command_prints_what_it_wrote(form: str, record_path: Path, tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["export", str(tmp_path / "out"), "--record", str(record_path), "--format", form])
    assert made.exit_code == 0, made.output
    assert sorted(made.stdout.split()) == sorted(str(p) for p in (tmp_path / "out").rglob("*") if p.is_file())
