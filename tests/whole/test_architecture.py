"""The rooms of the library: which folder may import from which, read from the imports of its code."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from support.county_folder import REPO

PACKAGE = "xj_analysis"
ROOT = REPO / "src" / PACKAGE

MAY_IMPORT = {
    "base": "",
    "quantity": "base",
    "engine": "base",
    "workbooks": "base quantity",
    "county": "base quantity workbooks",
    "document": "base quantity",
    "store": "base quantity county",
    "press": "base quantity document",
    "loaders": "base quantity county store workbooks",
    "metrics": "base quantity county store",
    "instruments": "base quantity county store metrics",
    "review": "base quantity document press",
    "texts": "base quantity county store loaders press",
    "collect": "base quantity county store workbooks loaders metrics instruments",
    "briefing": "base quantity county store document metrics instruments loaders",
    "build": "base quantity county loaders document press engine",
    "cli": "base quantity county workbooks press loaders metrics instruments engine review texts collect briefing "
    "build",
}
"""Room by room from the ground up, what a room may import besides its own modules."""

EXCEPTIONS = {("briefing.charts.style", "press.svg")}
"""A chart draws itself for a person in JupyterLab, imported there alone: an unattended kernel draws nothing."""

CIRCLES = {("quantity.figure_operators", "quantity.figure_array")}
"""A scalar computes as an array of one, imported there alone: a document of figures needs no arrays."""

OWNERS = {
    "altair": "briefing.charts.style", "papermill": "engine.papermill_engine", "nbconvert": "press.exporters",
    "typst": "press.pdf", "vl_convert": "press.svg", "jinja2": "press.html",
    "fontTools": "press.fonts press.own_faces", "rich": "cli", "click": "cli",
    "duckdb": "loaders.parquet", "fsspec": "loaders.parquet", "obstore": "loaders.parquet",
    "sqlalchemy": "loaders.sql", "mistune": "document.markdown", "pypdfium2": "base.pdf_text",
    "jupyter_client": "engine.kernels.provisioner", "sqlite3": "build.run_records",
    "filelock": "base.folder_lock", "openpyxl": "workbooks collect.template", "xlrd": "workbooks.xls",
    "lxml": "texts.reader.files workbooks.html_tables",
    "chinese_calendar": "texts.reader.dates quantity.workdays quantity.holidays",
}  # fmt: skip
LONGEST = 300


def name_of(path: Path) -> str:
    """The dotted name of a module inside the package: ``press.pdf``, ``metrics``, '' for the package itself."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}


def typing_only(tree: ast.Module) -> set[ast.AST]:
    """Every node under ``if TYPE_CHECKING``: none of it runs."""
    guards = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    ]  # fmt: skip
    return {inner for guard in guards for statement in guard.body for inner in ast.walk(statement)}


def absolute(module: str, node: ast.ImportFrom) -> str:
    """The full name of what ``from … import`` takes from."""
    if not node.level:
        return node.module or ""
    inside = [part for part in [PACKAGE, *module.split(".")] if part]
    if SOURCES[module].name != "__init__.py":
        inside = inside[:-1]
    base = inside[: len(inside) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def imported(module: str) -> set[str]:
    """Full names of everything `module` imports when it runs, inside functions too."""
    found: set[str] = set()
    idle = typing_only(TREES[module])
    for node in ast.walk(TREES[module]):
        if node in idle:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(module, node)
            found.update(f"{source}.{alias.name}" for alias in node.names)
    return found


def home(full: str) -> str | None:
    """The module of ours a full name lies in."""
    if full != PACKAGE and not full.startswith(f"{PACKAGE}."):
        return None
    name = full.removeprefix(PACKAGE).removeprefix(".")
    while name and name not in SOURCES:
        name = name.rpartition(".")[0]
    return name


INSIDE = {module: {found for full in imported(module) if (found := home(full)) is not None} for module in SOURCES}
MODULES = [module for module in SOURCES if module]


def room(module: str) -> str:
    """The room a module belongs to; '' for the package itself."""
    return module.split(".", maxsplit=1)[0]


def reached(module: str) -> set[str]:
    """Everything of ours that running `module` imports, by way of others too."""
    seen: set[str] = set()
    left = [module]
    while left:
        here = left.pop()
        for found in INSIDE[here] - seen - {there for one, there in CIRCLES if one == here}:
            seen.add(found)
            left.append(found)
    return seen


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_room_may_import_only_rooms_on_lower_floors(name: str) -> None:
    """The table itself has no circle: a room stands after those it imports from."""
    order = list(MAY_IMPORT)
    assert {order.index(other) < order.index(name) for other in MAY_IMPORT[name].split()} <= {True}


@pytest.mark.parametrize("module", [module for module in MODULES if module != "__main__"])
def test_a_module_imports_only_from_its_room_and_those_below(module: str) -> None:
    allowed = {room(module), "", *MAY_IMPORT[room(module)].split()}
    others = {found for found in INSIDE[module] if room(found) not in allowed}
    assert {(module, found) for found in others} <= EXCEPTIONS


@pytest.mark.parametrize("module", MODULES)
def test_no_import_leads_back(module: str) -> None:
    assert module not in reached(module) or SOURCES[module].name == "__init__.py"


def within(module: str, owner: str) -> bool:
    """Whether a module is the owner, or in the package that is."""
    return module == owner or module.startswith(f"{owner}.")


@pytest.mark.parametrize(("package", "owners"), OWNERS.items())
def test_a_heavy_package_stays_in_the_module_that_owns_it(package: str, owners: str) -> None:
    users = {module for module in SOURCES if any(full.split(".")[0] == package for full in imported(module))}
    owned = {module for owner in owners.split() for module in SOURCES if within(module, owner)}
    assert users and users <= owned


def test_every_module_lies_in_a_room() -> None:
    assert {room(module) for module in MODULES} == {*MAY_IMPORT, "__main__"}
    assert {path.name for path in ROOT.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_the_tests_of_every_room_are_collected(pytestconfig: pytest.Config) -> None:
    skipped = pytestconfig.getini("norecursedirs")
    folders = {path.parent.relative_to(REPO).parts for path in (REPO / "tests").rglob("test_*.py")}
    assert ("tests", "build") in folders
    assert [parts for parts in folders if any(fnmatch(part, each) for part in parts for each in skipped)] == []


def test_no_module_and_no_class_has_a_name_twice() -> None:
    """A module may be called as its room, or as what the command does with it."""
    stems = [path.stem for path in SOURCES.values() if path.stem not in {"__init__", "__main__"} | set(MAY_IMPORT)]
    classes = [node.name.lstrip("_") for tree in TREES.values() for node in tree.body if isinstance(node, ast.ClassDef)]
    twice = {name for names in (stems, classes) for name in names if names.count(name) > 1}
    assert twice == set()


NOT_A_SUBJECT = ("What ", "Who ", "Whose ", "How ", "Where ", "Whether ", "Which ", "Those ", "The ones ")


@pytest.mark.parametrize("module", SOURCES)
def test_a_docstring_begins_with_its_subject(module: str) -> None:
    """A reader finds a module by the term, not by a riddle."""
    assert not (ast.get_docstring(TREES[module]) or "").startswith(NOT_A_SUBJECT)


def test_the_package_itself_imports_nothing_of_ours_at_once() -> None:
    at_once = [node for node in TREES[""].body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert all(isinstance(node, ast.ImportFrom) and node.level == 0 for node in at_once)


def exists(dotted: str) -> bool:
    """Whether a dotted name is that of a module, or of something in one."""
    module, _, rest = dotted.partition(":")
    names = rest.split(".") if rest else []
    while module:
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            module, _, name = module.rpartition(".")
            names.insert(0, name)
            continue
        for name in names:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def test_every_entry_point_exists() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["scripts"], *project["entry-points"].values()]
    assert {name for group in groups for name in group.values() if not exists(name)} == set()


def test_every_dotted_name_in_strings_and_docstrings_exists() -> None:
    """No import and no type checker tells of these when a module moves."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.values())
    names = {found.rstrip(".") for found in re.findall(rf"\b{PACKAGE}(?:\.\w+)+", text)}
    assert len(names) > 20
    assert {name for name in names if not exists(name)} == set()


@pytest.mark.parametrize("module", SOURCES)
def test_every_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(TREES[module])


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_stays_short(module: str) -> None:
    assert len(SOURCES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST
