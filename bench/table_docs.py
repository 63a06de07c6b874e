"""Write docs/tables.md, the dictionary of the tables that a record is written out as: `python -m bench.table_docs`."""

from __future__ import annotations

from bench.corpora import ROOT
from walkback.views.out.tables import dictionary

if __name__ == "__main__":
    (ROOT / "docs" / "tables.md").write_text(dictionary(), encoding="utf-8")
