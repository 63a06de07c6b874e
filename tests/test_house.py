"""House rules: docs in step with the tree, names that are public, sizes, words that do not belong here."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest

from bench.quality import Gold, below, load_floors, lowered, raised
from walkback.views.cli import main

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "walkback"
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = sorted(p for folder in ("src", "train", "bench", "tests") for p in (ROOT / folder).rglob("*.py"))
SHIPPED = sorted(SOURCE.rglob("*.py"))
MADE_LATER = {"docs/report.png"}  # named in the README, made from a release
LINES_OF_A_FUNCTION, LINES_OF_A_MODULE = 80, 400

# What `import walkback` gives. A change here is a change of the public interface: say so in CHANGELOG.md.
PUBLIC = """
    Actor Attribution BundleError Document Finding InputError Interval Judgement Ledger Matter Page RecordError Report
    Span Timex WalkbackError explain open_record read read_story
""".split()

# Paths of one machine, and hosts of registries: neither belongs in what others install.
FOREIGN = re.compile(r"(?<![\w./~-])/(?:work|home|root|Users|opt|private)/|pypi\.org|pythonhosted\.|huggingface\.co\b")
FILE_NAME = re.compile(r"\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)|`((?:[\w.-]+/)+[\w.-]+\.\w+|[\w-]+\.(?:py|md|toml))`")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def git(*args: str) -> str:
    """Output of git in this tree; the test is skipped where there is no repository."""
    done = subprocess.run(["git", "-C", str(ROOT), *args], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git repository with this history")
    return done.stdout


def tree_files() -> list[Path]:
    """Tracked and new files that are text, generated ones and the licence left out."""
    names = git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    skipped = {"LICENSE"}
    text = {"", *".py .md .toml .sql .txt .tsv .csv .json .jsonl .html .css .js .story .eml".split()}
    return [ROOT / n for n in names if n not in skipped and Path(n).suffix in text and (ROOT / n).is_file()]


def named_files(text: str) -> set[str]:
    """Files of this tree that a Markdown text links to or names in code marks."""
    return {a or b for a, b in FILE_NAME.findall(text)}


def resolves(name: str, beside: Path) -> bool:
    places = (ROOT, beside.parent, SOURCE)
    return name in MADE_LATER or any((place / name).exists() for place in places)


@pytest.mark.parametrize("doc", DOCS, ids=name_of)
def test_docs_name_only_files_that_exist(doc: Path) -> None:
    names = named_files(doc.read_text(encoding="utf-8"))
    assert not sorted(n for n in names if not resolves(n, doc) and not n.startswith(("../shared", "runs/")))


def test_tour_covers_every_part() -> None:
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    parts = {p.name for p in SOURCE.iterdir() if p.suffix == ".py" and not p.name.startswith("__")}
    parts |= {f"{p.name}/" for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert not sorted(p for p in parts if f"src/walkback/{p}" not in tour)


def test_architecture_names_every_part() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    parts = {p.name for p in SOURCE.iterdir() if p.suffix == ".py" and not p.name.startswith("__")}
    parts |= {f"{p.name}/" for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert not sorted(p for p in parts if not re.search(rf"(?<![\w/]){re.escape(p)}", text))


def commands(group: click.Group, prefix: str = "walkback") -> dict[str, click.Command]:
    """Every command of a click group by its full name, nested ones too."""
    out: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        full = f"{prefix} {name}"
        out |= commands(command, full) if isinstance(command, click.Group) else {full: command}
    return out


def test_docs_list_every_command_and_option() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    missing = []
    for name, command in commands(main).items():
        section = re.search(rf"^## `{re.escape(name)}`$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        if section is None:
            missing.append(name)
            continue
        options = [o for p in command.params if isinstance(p, click.Option) and not p.hidden for o in p.opts]
        missing += [f"{name} {o}" for o in options if o.startswith("--") and o not in section.group(1)]
    assert not missing, "run `python -m bench.cli_docs`"


def test_rules_of_findings_explain_themselves() -> None:
    rules = import_module("walkback.findings").RULES
    sentences = {name: (rule.rule.__doc__ or "").strip() for name, rule in rules.items()}
    assert len(set(sentences.values())) == len(sentences) > 0
    assert not {n: s for n, s in sentences.items() if not 0 < len(s) < 100 or "\n" in s}


def test_public_names() -> None:
    walkback = import_module("walkback")
    assert sorted(walkback.__all__) == sorted(PUBLIC)
    assert all(hasattr(walkback, name) for name in PUBLIC)


def test_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert import_module("walkback").__version__ == project["version"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_core_dependencies_have_lower_bounds_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not [d for d in project["dependencies"] if not re.fullmatch(r"[\w-]+>=[\d.]+", d)]


def test_every_dependency_is_imported_or_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = {re.split(r"[>=]", d)[0] for d in project["dependencies"]}
    assert not sorted(n for n in names if f"| {n} |" not in text)
    third_party = {top for path in SHIPPED for top in imported(path) if top in {"rapidfuzz", "msgspec", "resiliparse"}}
    assert third_party <= names


def imported(path: Path) -> set[str]:
    """Top-level names of the packages a file imports."""
    out: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            out |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            out.add(node.module.split(".")[0])
    return out


def test_no_foreign_words() -> None:
    found = []
    for path in tree_files():
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FOREIGN.search(line):
                found.append(f"{name_of(path)}:{n}: {line.strip()[:100]}")
    assert not found


def is_command_line(path: Path) -> bool:
    return path in (SOURCE / "views" / "cli.py", SOURCE / "views" / "console.py") or path.parent.name == "commands"


@pytest.mark.parametrize("path", [p for p in SHIPPED if not is_command_line(p)], ids=name_of)
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    calls = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in {"print", "sys.exit", "exit", "quit", "os._exit"}:
                calls.append(f"{name} at line {node.lineno}")
    assert not calls


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES_OF_A_MODULE
    long = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_OF_A_FUNCTION:
                long.append(f"{node.name}: {lines} lines")
    assert not long


def test_test_functions_have_different_names() -> None:
    """Of two test functions with one name in one file the first would never run."""
    doubled = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        names = [n.name for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)]
        doubled += [f"{name_of(path)}: {n}" for n in set(names) if n.startswith("test_") and names.count(n) > 1]
    assert not doubled


def test_floors_never_went_down() -> None:
    """Against every earlier version of bench/floors.toml: same corpus, no lower floor."""
    now = load_floors((ROOT / "bench" / "floors.toml").read_text(encoding="utf-8"))
    sunk = []
    for commit in git("log", "--format=%H", "--", "bench/floors.toml").split():
        old = subprocess.run(
            ["git", "-C", str(ROOT), "show", f"{commit}:bench/floors.toml"], capture_output=True, text=True, check=False
        )
        if old.returncode == 0:
            sunk += lowered(load_floors(old.stdout), now)
    assert not sunk


def test_lowered_sees_a_floor_that_sank_or_vanished() -> None:
    old = {"fast.a": {"sha256": "x", "f1": 0.5, "p": 0.7}, "fast.b": {"sha256": "y", "f1": 0.1}}
    assert lowered(old, {"fast.a": {"sha256": "x", "f1": 0.4, "p": 0.7}, "fast.b": {"sha256": "y", "f1": 0.2}}) == [
        "fast.a.f1: 0.5 -> 0.4"
    ]
    assert len(lowered(old, {})) == 3
    assert not lowered(old, {"fast.a": {"sha256": "other", "f1": 0.1}, "fast.b": {"sha256": "y", "f1": 0.1}})


def test_floors_rise_and_stay_up_unless_the_corpus_changes() -> None:
    first = raised({}, {"f1": 0.5}, sha256="x", held=Gold(400))
    assert first == {"sha256": "x", "f1": 0.49}
    assert raised(first, {"f1": 0.4}, sha256="x", held=Gold(400)) == first
    assert raised(first, {"f1": 0.4}, sha256="y", held=Gold(400)) == {"sha256": "y", "f1": 0.39}
    found = {"findings": 0.5, "by_accuracy": 0.9}
    assert raised({}, found, sha256="x", held=Gold(7, reports=100, findings=44)) == {"sha256": "x"}
    assert set(raised({}, found, sha256="x", held=Gold(14, reports=300, findings=70))) == {"sha256", *found}
    assert below(first, {"f1": 0.48, "other": 0.0}) == ["f1"]


def test_readme_commands_are_complete() -> None:
    """Each shell block of the README makes its own environment, so that it works alone on a fresh clone."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    assert all(b.startswith("python3 -m venv .venv && .venv/bin/pip install") and b.count("\n") == 1 for b in blocks)
