"""What the two homes of a record have in common, to the letter, and what only the second one can meet."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.homes import Cluster, Here
from tests.record.conftest import STEPS
from tests.record.judged import Desk, fill
from tests.scripted import documents
from tests.views import invented
from walkback import archive, pipeline
from walkback.core.errors import InputError, RecordError, StorageError
from walkback.core.ledger import Actor, Page
from walkback.core.text import Document
from walkback.record import facts, finder, postgres, postgres_schema, queries, schema
from walkback.record.finder import Sought
from walkback.record.home import Server, location
from walkback.record.moving import move
from walkback.record.rows import Problem
from walkback.record.store import Record
from walkback.views.web.app import create_app

NEWS = [
    "The envoys met. The envoys agreed to meet again, said the envoy of Orlo.",
    "Agreed: nothing. Agreement was far; they had agreed on agreeing.",
    "Prägnant été naïve, ÉTÉ and ete; the ferry's captain wasn't told",
    "don't-stop_here 2031-05-09 a.b.c x1y2 \u4eac\u90fd\u5e02 \u0928\u092e\u0938\u094d\u0924\u0947",
    "a \\ backslash, a 'quoted' word, a colon:word & an | or ! not (brackets) <-> :* %",
    "the the the the minister minister ran running runs runner",
    "ran the minister", "", "…",
]  # fmt: skip
WORDS = ["envoy", "envoys", "meet", "agreed", "agree", "ete", "Été", "naive", "minister", "the", "ran", "runs", "京都市", "wasn't", "'quoted'",
         "colon:word", "x1", "_", "(brackets)", "\\", "ferry's", "don't-stop_here", "2031-05-09", "%", "नमस्ते", "to meet again"]  # fmt: skip
PAGES = ("/", "/matters", "/actors", "/due", "/articles", "/search?q=meet*", "/search?q=strait&where=statements", "/search?q=talks&where=matters",
         "/review?by=Ada", "/problems", "/article/a1", "/?format=json", "/api/findings", "/api/reports", "/feeds/all.atom")  # fmt: skip


@pytest.fixture(scope="module")
def both(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Record, Record]]:
    """The same odd texts in both homes."""
    rows = [
        (f"n{n}", f"2031-05-{1 + n:02}" if n % 4 else "",
         f"{text} {'padding ' * (n % 5)}{n}. <s1>Ana Tarn</s1> <c1>said</c1> <q1>{text} and [[{WORDS[n % 9]} tour|planned m{n}]] again</q1>.")
        for n, text in enumerate(NEWS * 3)
    ]  # fmt: skip
    made, reader = documents(rows)
    texts = [replace(d, outlet=("Courier", None)[n % 2], title=f"Title {n}") for n, d in enumerate(made)]
    steps = replace(STEPS, read=lambda document: pipeline.read_page(document, reader))
    server = cluster.fresh()
    file = tmp_path_factory.mktemp("both") / "r.db"
    with Record.open(file, create=True) as one, Record.open(server, create=True) as other:
        for record in (one, other):
            archive.add(record, texts, steps)
            facts.refresh(record)
        yield one, other
    cluster.drop(server)


def test_the_same_tables_and_columns(both: tuple[Record, Record]) -> None:
    one, other = (record.home.tables() for record in both)
    assert one == other and len(one) > 20


def test_the_same_steps() -> None:
    steps, begun = [n for n, _ in schema.migrations()], [n for n, _ in postgres_schema.migrations()]
    assert begun == [n for n in steps if n >= begun[0]], "a step of one series needs one of the other"


terms = st.lists(
    st.sampled_from(WORDS).flatmap(lambda w: st.sampled_from([w, w + "*", f'"{w}"', f'"the {w}"', w[:2] + "*"])),
    max_size=4,
)


@given(
    words=terms | st.lists(st.text(max_size=8), max_size=2),
    where=st.sampled_from(["sentences", "statements", "matters"]),
    order=st.sampled_from(["best", "newest"]),
)
@example(words=["_"], where="sentences", order="best")  # no word at all
@example(words=["_", "met*"], where="statements", order="best")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_search_finds_the_same_in_the_same_order(
    both: tuple[Record, Record], words: list[str], where: finder.Where, order: finder.Order
) -> None:
    sought = Sought(" ".join(words), where, order=order)
    found = []
    for record in both:
        total = finder.count(record, sought)
        hits = {"sentences": finder.sentences, "statements": finder.statements, "matters": finder.matters}[where]
        rows = hits(record, sought, total, start=0, size=20) if total else []  # type: ignore[operator]
        plain = queries.search(record, sought.words) if where == "sentences" else []
        found.append((total, rows, plain, finder.facets(record, sought, total)))
    assert found[0] == found[1]


@given(label=st.lists(st.sampled_from([w for w in WORDS if w.isalpha()]), max_size=6).map(" ".join))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_like_labels_are_the_same(both: tuple[Record, Record], label: str) -> None:
    one, other = (finder.alike(record, label, size=9) for record in both)
    assert one == other


def test_a_text_longer_than_full_text_can_hold(here: Here) -> None:
    text = " ".join(["word"] * 400 + [f"w{n}" for n in range(17_000)] + ["x" * 5_000, "quince jam"])
    with Record.open(here / "r.db", create=True) as record:
        made, reader = documents([("long", "", text)])
        archive.add(record, made, replace(STEPS, read=lambda document: pipeline.read_page(document, reader)))
        assert queries.document(record, "long").document.text == text
        assert finder.count(record, Sought("word")) == finder.count(record, Sought("w15000")) == 1


def test_what_is_too_long_to_look_up_is_one_problem_of_the_run(cluster: Cluster) -> None:
    name = "Il" + "".join(random.Random(7).choices(string.ascii_lowercase, k=9_000))
    made, reader = documents(
        [("odd", "2031-05-01", "Rain in Senn."), ("plain", "2031-05-02", "Sun in Senn."), (name, "", "Wind in Senn.")]
    )
    made[2] = replace(made[2], outlet=name, title=name, url=name)

    def read(document: Document) -> Page:
        page = pipeline.read_page(document, reader)
        return replace(page, actors={name: Actor(name, name, "person")}) if document.doc_id == "odd" else page

    with Record.open(cluster.fresh()) as record:
        added = archive.add(record, made, replace(STEPS, read=read))
        assert (added.read, added.problems) == (2, 1) and "longer than" in queries.problems(record)[0].reason
        assert queries.document(record, name).document.outlet == name
        record.note_problem(Problem(name, name, ""))
        record.note_problem(Problem(name, name, ""))
        assert len(queries.problems(record)) == 2


@pytest.mark.parametrize("text", ["a\0b", "\0", "\0\0end", "a \U0010fffe b", "\U0010fffe1,2", "\U0010fffe\0", "plain"])
def test_no_character_is_lost(here: Here, text: str) -> None:
    assert postgres.found(postgres.kept(text)) == text and "\0" not in postgres.kept(text)
    assert len(postgres.kept(text).rpartition(postgres.MARK)[0] or postgres.kept(text)) == len(text)  # offsets stay
    with Record.open(here / "r.db", create=True) as record:
        (made,), reader = documents([(f"id {text}", "", f"{text} Something happened in Senn.")])
        made = replace(made, title=text)
        archive.add(record, [made], replace(STEPS, read=lambda document: pipeline.read_page(document, reader)))
        assert queries.document(record, made.doc_id).document == made and record.admit(made) is None


def test_the_same_news_is_the_same_record_and_the_same_pages(cluster: Cluster, tmp_path: Path) -> None:
    places = (tmp_path / "r.db", cluster.fresh())
    pages, dumps = [], []
    for place in places:
        invented.make(place)
        with TestClient(create_app(place, on=date(2031, 3, 5)), base_url="http://localhost:8700") as client:
            answers = [client.get(path) for path in PAGES]
            assert [(a.url.path, a.status_code) for a in answers] == [(a.url.path, 200) for a in answers]
            pages.append([a.text for a in answers])
        with Record.open(place) as record:
            dumps.append(list(record.dump()))
    assert dumps[0] == dumps[1]
    for path, one, other in zip(PAGES, *pages, strict=True):
        assert one == other, path


def test_the_demo_is_the_same_record(cluster: Cluster, tmp_path: Path) -> None:
    from walkback import demo
    from walkback.views import adding

    read = {d.doc_id: adding.STEPS.read(d) for d in demo.documents()}
    steps = replace(adding.STEPS, read=lambda d: read[d.doc_id])
    dumps = []
    for place in (tmp_path / "r.db", cluster.fresh()):
        with Record.open(place, create=True) as record:
            archive.add(record, demo.documents(), steps)
            assert archive.verify(record, steps).same
            dumps.append(list(record.dump()))
    assert dumps[0] == dumps[1]


@pytest.mark.parametrize("way", ["into", "back", "aside"])
def test_a_record_moves_whole(cluster: Cluster, tmp_path: Path, way: str) -> None:
    ends = {
        "into": (tmp_path / "a.db", cluster.fresh()),
        "back": (cluster.fresh(), tmp_path / "b.db"),
        "aside": (cluster.fresh(), cluster.fresh()),
    }
    start, end = ends[way]
    fill(start)
    with Record.open(start) as record, Record.open(end, create=True) as other:
        desk = Desk(record)
        desk.judge(desk.report("a"), "amended", status="floated", note="a\0b")
        desk.judge(desk.matter("a"), "amended", merge=(desk.matter("f"),))
        desk.judge(desk.report("d"), "refused")
        desk.undo()
        facts.refresh(record)
        move(record, other)
        assert list(other.dump()) == list(record.dump()) and not facts.behind(other)
        assert Desk(other).same()  # and it goes on from there
        for words in ("visit", '"ports bill"'):
            for where in ("sentences", "statements", "matters"):
                sought = Sought(words, where)  # type: ignore[arg-type]
                assert finder.count(other, sought) == finder.count(record, sought)
        with pytest.raises(InputError, match="holds something already"):
            move(record, other)


def test_people_s_words_can_only_be_added(here: Here) -> None:
    fill(here / "r.db")
    with Record.open(here / "r.db") as record:
        desk = Desk(record)
        desk.judge(desk.report("a"), "confirmed")
        desk.undo()
        for statement in (
            "DELETE FROM signed",
            "UPDATE signed SET note = 'x'",
            "DELETE FROM withdrawals",
            "UPDATE withdrawals SET by = 'x'",
        ):
            with pytest.raises(Exception, match="only ever added"):
                record.connection.execute(statement)


HOLDING = """
import sys
from walkback.record.store import Record
with Record.open(sys.argv[1]) as record, record.writing() as db:
    db.execute("UPDATE findings SET note = 'by another'")
    db.execute("INSERT INTO problems VALUES ('x', 'y', 'z')")
    print("holding", flush=True)
    sys.stdin.readline()
"""


def test_readers_read_on_while_another_process_writes_for_long(
    here: Here, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = invented.make(here / "r.db")
    monkeypatch.setattr(facts, "AT_ONCE", 0.2)
    other = subprocess.Popen([sys.executable, "-c", HOLDING, str(place)], cwd=root, env={"PYTHONPATH": "src:."},
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert other.stdin and other.stdout and other.stdout.readline() == "holding\n"
    with TestClient(create_app(place, on=date(2031, 3, 5)), base_url="http://localhost:8700") as client:
        before = client.get("/")  # its facts are behind, and cannot be brought up to date now
        assert before.status_code == 200 and "by another" not in before.text
        with Record.open(place) as record:
            with pytest.raises(StorageError, match="is being written"), record.writing(patience=0.2):
                pass
            other.stdin.close()
            assert other.wait(timeout=60) == 0
            with record.writing() as db:
                assert db.execute("SELECT count(*) FROM problems WHERE source = 'x'").fetchone() == (1,)
        assert "by another" in client.get("/").text
    other.stdout.close()


def test_a_lost_connection_is_told_and_made_anew(cluster: Cluster) -> None:
    place = invented.make(cluster.fresh())
    name = str(place).rpartition("/")[2]
    lost = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    with Record.open(place) as record:
        cluster.run(lost)
        with pytest.raises(StorageError, match="was lost") as error, record.writing():
            pass
        assert "\n" not in str(error.value) and error.value.hint
    with TestClient(create_app(place), base_url="http://localhost:8700") as client:
        assert client.get("/").status_code == 200
        cluster.run(lost)
        assert client.get("/").status_code == 200


def test_who_may_only_look_can_look(cluster: Cluster) -> None:
    place = invented.make(cluster.fresh())
    with closing(postgres.Connection(place)) as held:
        held.script("DROP ROLE IF EXISTS walkback_look; CREATE ROLE walkback_look LOGIN PASSWORD 'sesame'")
        held.script("GRANT SELECT ON ALL TABLES IN SCHEMA public TO walkback_look")
    look = Server(
        place.address.replace(urlsplit(place.address).netloc.partition("@")[0] + "@", "walkback_look:sesame@")
    )
    with TestClient(create_app(look, on=date(2031, 3, 5)), base_url="http://localhost:8700") as client:
        assert client.get("/").status_code == 200
    with Record.open(look) as record, pytest.raises(StorageError, match="permission denied") as error:
        record.note_problem(Problem("x", "y", "z"))
    assert "sesame" not in str(error.value)
    cluster.drop(place)
    cluster.run("DROP ROLE walkback_look")


@pytest.mark.parametrize("kind", ["missing", "other", "newer", "ascii", "nowhere", "away", "old tables named alike"])
def test_what_is_no_record_in_postgresql_is_refused_in_one_line(cluster: Cluster, kind: str) -> None:
    place = (
        cluster.fresh()
        if kind == "newer"
        else cluster.named("nowhere")
        if kind == "nowhere"
        else cluster.make("walkback_odd")
    )
    if kind == "ascii":
        cluster.run("DROP DATABASE walkback_odd")
        cluster.run("CREATE DATABASE walkback_odd TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'")
    elif kind == "away":
        place = Server("postgresql://ada:sesame@127.0.0.1:1/news")
    elif kind in ("other", "newer", "old tables named alike"):
        made = {
            "other": "CREATE TABLE t (x int)",
            "newer": "UPDATE meta SET value = '[1, 99]' WHERE key = 'migrations'",
        }
        with closing(postgres.Connection(place)) as held:
            held.script(made.get(kind, "CREATE TABLE meta (a int)"))
    with pytest.raises(RecordError) as error:
        Record.open(place, create=kind != "missing").close()
    said = str(error.value)
    assert error.value.hint and "\n" not in said and "sesame" not in said and str(place) in said


def test_without_psycopg_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(InputError, match=r"walkback\[postgres\]"):
        Record.open("postgresql://ada@db.example/news")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://ada:sesame@db.example:5433/news", "postgresql://ada@db.example:5433/news"),
        ("postgres://ada:se%40me@db.example/news?password=sesame&sslmode=require", "postgresql://ada@db.example/news"),
        ("postgresql://[::1]/news", "postgresql://[::1]/news"),
        ("postgresql:///news", "postgresql:///news"),
    ],
)
def test_a_password_is_never_shown(address: str, shown: str) -> None:
    held = location(address)
    assert isinstance(held, Server) and str(held) == f"{held}" == shown
    assert "se%40me" not in repr(held) and "sesame" not in repr(held)


def test_a_password_is_hidden_in_what_others_say() -> None:
    assert Server("postgresql://ada:se%40me@db/news").hidden("no: se@me,\n\tse%40me") == "no: ***, ***"


@pytest.mark.parametrize(
    "address",
    ["postgresql://u:se@me@h/d", "postgresql://u:se/me@h/d", "postgresql://u:12/34@h/d", "postgresql://u:12#34@h/d", "postgresql://u:12?34@h/d",
     "postgresql://u:sesame:x@h:y/d", "postgresql:/u@h/d"],
)  # fmt: skip
def test_an_address_that_may_leak_is_not_repeated(address: str) -> None:
    with pytest.raises(InputError) as error:
        location(address)
    assert not any(part in str(error.value) for part in ("se@", "me@", "12", "34", "sesame"))


def test_paths_are_files(tmp_path: Path) -> None:
    assert location("news.db") == Path("news.db") and location(tmp_path) == tmp_path
    with pytest.raises(InputError, match="as text"):
        location(Path("postgresql://ada@h/news"))


@pytest.mark.parametrize(
    ("statement", "text", "order"),
    [
        ("SELECT ? FROM t WHERE a = ?", "SELECT $1 FROM t WHERE a = $2", (0, 1)),
        ("SELECT ?1 WHERE a = ?1 OR b = ?2", "SELECT $1 WHERE a = $1 OR b = $2", (0, 1)),
        ("a = :x AND b = :y OR c = :x", "a = $1 AND b = $2 OR c = $1", ("x", "y")),
        ("SELECT '?' , \"a:b?\", 'it''s :x', x::text = ?", "SELECT '?' , \"a:b?\", 'it''s :x', x::text = $1", (0,)),
    ],
)
def test_values_are_marked_as_postgresql_has_it(statement: str, text: str, order: tuple[str | int, ...]) -> None:
    assert postgres.marked(statement) == (text, order)
