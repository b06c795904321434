"""The order of the apps, held. An app imports only from lower layers, also inside functions and by relative imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STUDIO = ROOT / "studio"

PLAIN = ("decisions", "ids", "money", "pricing", "imaging")
APPS = (
    "web",
    "register",
    "live",
    "people",
    "media",
    "jobs",
    "twins",
    "consent",
    "ledger",
    "shoots",
    "looks",
    "previews",
    "credits",
    "approvals",
    "assets",
    "boards",
    "home",
    "api",
    "operations",
)
ASSEMBLY = ("settings", "urls", "loaded", "asgi", "celery")
FOLDERS = {"studio", "templates", "static", "tests"}
TOP_LEVEL = FOLDERS | {"manage.py", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
RANK = {name: 0 for name in PLAIN} | {name: rank for rank, name in enumerate(APPS, start=1)}


def part_of(path: Path) -> str:
    """The app (or plain module) a file belongs to."""
    return path.relative_to(STUDIO).parts[0].removesuffix(".py")


def package_of(path: Path) -> list[str]:
    return ["studio", *path.relative_to(STUDIO).parts[:-1]]


def names_imported(source: str, package: list[str]) -> Iterator[str]:
    """Dotted names of everything imported anywhere in a source, relative ones made absolute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem
            yield from (f"{stem}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def parts_imported(path: Path) -> set[str]:
    names = names_imported(path.read_text(), package_of(path))
    return {name.split(".")[1] for name in names if name.startswith("studio.")}


FILES = sorted(path for path in STUDIO.rglob("*.py") if "migrations" not in path.parts)


def test_the_apps_are_those_of_the_order() -> None:
    found = {part_of(path) for path in FILES} - {"__init__"}
    assert found <= set(PLAIN) | set(APPS) | set(ASSEMBLY), "an app that the order does not know"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(STUDIO)))
def test_no_app_imports_a_higher_one(path: Path) -> None:
    part = part_of(path)
    if part in ASSEMBLY or part == "__init__":
        return
    imported = parts_imported(path) - {part}
    assert imported <= set(RANK), f"{part} imports what has no place in the order: {imported - set(RANK)}"
    higher = {name for name in imported if RANK[name] > RANK[part]}
    assert not higher, f"{part} imports from above: {sorted(higher)}"


@pytest.mark.parametrize(
    "path",
    [*STUDIO.glob("*/rules.py"), *(STUDIO / "imaging").rglob("*.py"), *(STUDIO / f"{name}.py" for name in PLAIN[:4])],
    ids=lambda path: str(path.relative_to(STUDIO)),
)
def test_rules_and_pixels_know_no_django(path: Path) -> None:
    names = names_imported(path.read_text(), package_of(path))
    assert not {name for name in names if name.split(".")[0] == "django"}


@pytest.mark.parametrize(
    "source",
    ["from ..boards import models", "def late():\n    import studio.boards.models", "from .. import boards"],
)
def test_relative_and_function_level_imports_are_read(source: str) -> None:
    names = set(names_imported(source, ["studio", "web"]))
    assert any(name.startswith("studio.boards") for name in names)


def test_the_top_level_holds_only_what_the_design_names() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - {"data", "doublure.egg-info"} <= TOP_LEVEL
