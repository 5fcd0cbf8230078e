"""The floors of the library, read from the imports of its code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import REPO

PACKAGE = "xj_analysis"
ROOT = REPO / "src" / PACKAGE

FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "errors",
        "text",
        "imports",
        "helpers",
        "limits",
        "names",
        "withheld",
        "covered",
        "units",
        "hedges",
        "periods",
        "entries",
        "numerals",
        "figures",
        "blocks",
        "section",
        "frames",
        "writing",
        "cells",
        "request",
    ),
    (
        "collection",
        "county",
        "consistency",
        "partial_county",
        "toml_lines",
        "lightrules",
        "records",
        "sayings",
        "sources",
        "store",
        "vintages",
        "digests",
        "scope",
    ),
    ("metrics", "loaders", "press", "document", "kernels", "workbooks", "sheets"),
    (
        "charts",
        "tables",
        "prose",
        "comparisons",
        "views",
        "doubts",
        "checks",
        "catalogue",
        "findings",
        "facts",
        "engine",
        "mastheads",
        "pace",
        "standpoint",
        "progress",
        "standings",
        "outlook",
        "indices",
        "collect",
        "run",
        "exporters",
        "inputs",
        "runs",
        "plans",
        "archive",
        "diff",
        "trace",
        "proof",
    ),
    ("briefing", "making", "workshop", "audit", "texts"),
    ("issues", "warm"),
    ("ready",),
    ("crew",),
    ("build", "removal"),
    ("watching",),
    ("cli",),
    ("__main__",),
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
NOTEBOOK_HALF = (
    "charts",
    "tables",
    "prose",
    "comparisons",
    "views",
    "doubts",
    "checks",
    "catalogue",
    "findings",
    "facts",
    "mastheads",
    "pace",
    "standpoint",
    "progress",
    "standings",
    "outlook",
    "indices",
)
FRIENDS = (
    FLOORS[0],
    FLOORS[1],
    ("press", "document"),
    ("loaders", "sheets", "workbooks"),
    NOTEBOOK_HALF,
    ("engine", "run", "inputs", "plans"),
)
"""Who may lean on whom within a floor, in a circle never: the foundations, the presses on documents, the display;
loaders on workbooks."""
MACHINERY = (
    "document",
    "press",
    "kernels",
    "engine",
    "run",
    "exporters",
    "inputs",
    "runs",
    "plans",
    "archive",
    "making",
    "workshop",
    "issues",
    "crew",
    "build",
    "watching",
    "diff",
    "audit",
    "trace",
)
NOT_FOR_MACHINES = {
    "briefing",
    "charts",
    "metrics",
    "views",
    "comparisons",
    "tables",
    "prose",
    "doubts",
    "checks",
    "catalogue",
    "findings",
    "facts",
    "mastheads",
    "pace",
    "standpoint",
    "progress",
    "standings",
    "outlook",
    "indices",
}
OWNERS = {
    "altair": "charts.drawing", "papermill": "engine", "nbconvert": "exporters", "typst": "press.pdf",
    "vl_convert": "press.svg", "jinja2": "press.html", "fontTools": "press.fonts press.labelfont",
    "rich": "cli",
    "click": "cli", "duckdb": "loaders.parquet", "fsspec": "loaders.parquet", "obstore": "loaders.parquet",
    "sqlalchemy": "loaders.sql",
    "mistune": "document", "pypdfium2": "sheets", "jupyter_client": "kernels.provisioner",
    "statsmodels": "metrics.projection", "sqlite3": "runs", "filelock": "workshop",
    "openpyxl": "workbooks collect.template", "xlrd": "workbooks.xls", "python_calamine": "workbooks.bulk",
    "lxml": "loaders.text.files", "chinese_calendar": "loaders.text.whens",
}  # fmt: skip
LONGEST = 320


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


def top(module: str) -> str:
    """The module or package of the floors a module belongs to."""
    return module.split(".", maxsplit=1)[0]


def reached(module: str) -> set[str]:
    """Everything of ours that running `module` imports, by way of others too."""
    seen: set[str] = set()
    left = [module]
    while left:
        for found in INSIDE[left.pop()] - seen:
            seen.add(found)
            left.append(found)
    return seen


def test_the_imports_are_read_rightly() -> None:
    assert "store" in INSIDE["loaders.folder"] and "loaders.table" in INSIDE["loaders.folder"]
    assert "metrics.change" in INSIDE["metrics"]
    assert "run" in INSIDE["making"]
    assert "altair" in imported("charts.drawing")
    assert "build" not in INSIDE["store"]


def test_every_module_has_a_floor_and_every_floor_its_modules() -> None:
    assert {top(module) for module in MODULES} == set(FLOOR)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_below(module: str) -> None:
    own = FLOOR[top(module)]
    above = {found for found in INSIDE[module] if FLOOR[top(found)] > own}
    beside = {found for found in INSIDE[module] if FLOOR[top(found)] == own and top(found) != top(module)}
    friends = next((group for group in FRIENDS if top(module) in group), ())
    assert not above
    assert {top(found) for found in beside} <= set(friends)


@pytest.mark.parametrize("module", MODULES)
def test_no_import_leads_back(module: str) -> None:
    assert module not in reached(module) or SOURCES[module].name == "__init__.py"


@pytest.mark.parametrize("module", [module for module in MODULES if top(module) in MACHINERY])
def test_the_machinery_does_not_know_what_notebooks_import(module: str) -> None:
    assert not {top(found) for found in reached(module)} & NOT_FOR_MACHINES


@pytest.mark.parametrize("module", [module for module in MODULES if FLOOR.get(top(module), 9) < 2])
def test_the_foundations_touch_no_display_and_no_disk_format(module: str) -> None:
    assert not {full.split(".")[0] for full in imported(module)} & set(OWNERS)


def within(module: str, owner: str) -> bool:
    """Whether a module is the owner, or in the package that is."""
    return module == owner or module.startswith(f"{owner}.")


@pytest.mark.parametrize(("package", "owners"), OWNERS.items())
def test_a_heavy_package_stays_in_the_module_that_owns_it(package: str, owners: str) -> None:
    users = {module for module in SOURCES if any(full.split(".")[0] == package for full in imported(module))}
    assert users and users <= {module for owner in owners.split() for module in SOURCES if within(module, owner)}


def test_the_package_itself_imports_nothing_of_ours_at_once() -> None:
    at_once = [node for node in TREES[""].body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert all(isinstance(node, ast.ImportFrom) and node.level == 0 for node in at_once)


@pytest.mark.parametrize("module", SOURCES)
def test_every_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(TREES[module])


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_stays_short(module: str) -> None:
    assert len(SOURCES[module].read_text(encoding="utf-8").splitlines()) < LONGEST
