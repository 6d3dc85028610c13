"""The rules of the house itself: which room may look into which, how long things are, and what is never written."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from storage.tables import Base

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("dialogs", "storage", "bot", "webhooks")
MAY_LOOK_INTO = {
    "dialogs": {"dialogs"},
    "storage": {"storage"},
    "bot": {"bot", "dialogs", "storage"},
    "webhooks": {"webhooks", "bot", "storage", "dialogs"},
}
NOT_PURE = {"storage", "flask", "telegram", "twilio", "dbos", "sqlalchemy", "gunicorn", "requests", "httpx"}
LONGEST_FUNCTION, LONGEST_MODULE = 50, 350


def written(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py")) if "node_modules" not in path.parts]


SOURCES = written(*ROOMS)
TESTS = written("tests")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that stands in a file: walked once, as nearly every rule looks through it."""
    return tuple(ast.walk(tree(path)))


@cache
def functions(path: Path) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    return tuple(node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def asserting(path: Path) -> frozenset[str]:
    """The functions of a file in which something is asserted."""
    return frozenset(f.name for f in functions(path) if any(isinstance(node, ast.Assert) for node in ast.walk(f)))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its decorators and docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 + (body[0].lineno > node.lineno)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also where it is imported late or only for its types."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_room_looks_only_into_the_rooms_it_may(path: Path) -> None:
    """webhooks → bot → {dialogs, storage}, and webhooks → storage; nothing points back."""
    room = path.relative_to(ROOT).parts[0]
    seen = {one.split(".")[0] for one in imports(path)} & {*ROOMS, "tests"}
    assert seen <= MAY_LOOK_INTO[room]


def pure_modules() -> list[Path]:
    """Whatever says so of itself, all that understands, and all that proof-reads."""
    says_so = [path for path in written("bot") if re.search(r"\bPure\b", ast.get_docstring(tree(path)) or "")]
    return sorted({*says_so, *written("bot/understanding", "bot/proofreading")})


@pytest.mark.parametrize("path", pure_modules(), ids=name_of)
def test_a_pure_module_takes_values_and_gives_values(path: Path) -> None:
    """No store, no web, no provider, not even through a module of ours that it imports."""
    waiting, seen = [path], set()
    while waiting:
        one = waiting.pop()
        seen.add(one)
        assert not {name.split(".")[0] for name in imports_when_run(one)} & NOT_PURE, name_of(one)
        waiting += [found for name in imports_when_run(one) if (found := _ours(name)) and found not in seen]


def imports_when_run(path: Path) -> Iterator[str]:
    """What a file imports as it is imported itself: not inside functions, and not only for its types."""
    for node in tree(path).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(name: str) -> Path | None:
    """The file of ours behind an imported name, which may be a module or something in one."""
    parts = name.split(".")
    for size in (len(parts), len(parts) - 1):
        path = ROOT.joinpath(*parts[:size]).with_suffix(".py")
        if path.is_file():
            return path
    return None


def test_the_engine_really_runs_without_a_store_or_a_provider() -> None:
    """Python itself is asked what got imported."""
    names = ", ".join(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in pure_modules())
    code = f"import sys, {names}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not set(loaded.split()) & NOT_PURE


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_is_short_and_opens_with_what_it_owns(path: Path) -> None:
    """At most 350 lines, and a docstring unless it is empty."""
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= LONGEST_MODULE
    assert not lines or ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_no_function_is_over_fifty_lines(path: Path) -> None:
    """What does not fit on a screen is two things."""
    assert [f.name for f in functions(path) if length(f) > LONGEST_FUNCTION] == []


def test_most_functions_are_small() -> None:
    """Half of them have at most 8 lines, nineteen of twenty at most 25; modules as the models of the field."""
    sizes = sorted(length(one) for path in SOURCES for one in functions(path))
    assert statistics.median(sizes) <= 8
    assert sizes[int(len(sizes) * 0.95)] <= 25
    modules = sorted(n for path in SOURCES if (n := len(path.read_text("utf-8").splitlines())))
    assert statistics.median(modules) <= 120
    assert modules[int(len(modules) * 0.95)] <= 300


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_database_commits(path: Path) -> None:
    """`Database.transaction()` is the one place where a transaction ends."""
    if path == ROOT / "storage" / "database.py":
        return
    for node in nodes(path):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("commit", "rollback"), f"{name_of(path)}:{node.lineno}"


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_every_function_says_what_it_takes_and_gives(path: Path) -> None:
    """Annotated, but for `self`, `cls` and names that begin with an underscore."""
    for one in functions(path):
        arguments = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs]
        bare = [a.arg for a in arguments if not a.annotation and a.arg not in ("self", "cls")]
        assert one.returns is not None, f"{one.name} does not say what it gives"
        assert not bare, f"{one.name} does not say what {', '.join(bare)} is"


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_a_file_is_named_after_a_thing(path: Path) -> None:
    """A drawer for everything ends up holding everything."""
    assert path.stem not in ("utils", "util", "helpers", "helper", "manager", "service", "models", "common", "misc")


UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|NotImplemented" + r"Error)\b|coming " + "soon")
PUT_OFF = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_nothing_is_left_unfinished_and_no_test_is_put_off(path: Path) -> None:
    """What is not done is in the tracker, not in the code."""
    words = path.read_text("utf-8")
    assert not UNFINISHED.search(words)
    assert path == Path(__file__).resolve() or not PUT_OFF.search(words)


@pytest.mark.parametrize("path", [p for p in TESTS if p.name.startswith("test_")], ids=name_of)
def test_a_test_has_a_sentence_and_can_fail(path: Path) -> None:
    """The sentence says why it matters; an assertion, or an exception that is expected, makes it a test."""
    for one in functions(path):
        if one.name.startswith("test_"):
            assert ast.get_docstring(one), f"{one.name} has no sentence"
            assert can_fail(one, path), f"{one.name} cannot fail"


def can_fail(test: ast.FunctionDef | ast.AsyncFunctionDef, path: Path) -> bool:
    """Whether it asserts, expects an exception, or calls a function of its file that does."""
    for node in ast.walk(test):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"raises", "fail", "warns", *asserting(path)} or called.startswith(
                ("expect", "assert", "check")
            ):
                return True
    return False


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_every_table_is_explained_to_other_programs(table: str) -> None:
    """docs/store.md has a section for each table of the shared store."""
    assert f"\n### {table}\n" in (ROOT / "docs" / "store.md").read_text("utf-8")


def test_the_rules_see_a_fault(tmp_path: Path) -> None:
    """Shown once to fail: a long function, and a room that looks where it must not."""
    bad = tmp_path / "bad.py"
    bad.write_text("import webhooks.app\n\n\ndef long():\n" + "    pass\n" * 60)
    assert [length(one) for one in functions(bad)] == [61]
    assert [name.split(".")[0] for name in imports(bad)] == ["webhooks"]
    assert not can_fail(functions(bad)[0], bad)
