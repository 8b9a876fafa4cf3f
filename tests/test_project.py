"""The project keeps its own promises: packaging, settings, commands and house rules."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import Parser
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "docs/development.md")
COLOURS = ("red", "orange", "yellow", "blue", "green", "violet", "gray")
TEXT_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
SHAPE_CONTRAST = 3.0  # WCAG 2.2, success criterion 1.4.11

# In each pattern one letter stands in brackets, so that no pattern finds itself.
TRACES = (
    r"/[w]ork/",
    r"(?<![\w-])[s]hared/(?:design|domain|data|reference|prototypes|seeds|hooks)",
    r"(?<![\w.])/(?:h[o]me|U[s]ers|r[o]ot)/",
    r"\b[f]arm\b",
    r"p[y]pi\.org|p[y]thonhosted\.org|r[e]gistry\.npmjs",
    r"(?i)\b(?:written|generated|made) (?:by|with) (?:an? )?a[i]\b",
    r"(?i)c[l]aude|c[h]atgpt|a[n]thropic|o[p]enai|g[i]thub copilot|co-[a]uthored-by",
)
VAGUE_NAMES = {"utils", "helpers", "common", "misc", "manager", "data", "info", "process", "handle"}


def project_files() -> Iterator[Path]:
    """Every text file of the tree that git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the tree's own files cannot be told from others")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in path.read_bytes()[:8192]:
            yield path


def configuration(name: str) -> dict:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


VERSION = configuration("pyproject.toml")["project"]["version"]
DIST_INFO = f"orgplanner-{VERSION}.dist-info"


def requirements() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def bounds_by_name(wanted: Iterable[Requirement]) -> dict[str, str]:
    return {canonicalize_name(one.name): str(one.specifier) for one in wanted}


# What is packed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel, built from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("orgplanner-*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


@pytest.mark.xdist_group("wheel")
def test_the_wheel_carries_the_data_and_the_dashboard(wheel: zipfile.ZipFile) -> None:
    packed = set(wheel.namelist())
    shipped = {"app.py", ".streamlit/config.toml"}
    for folder in ("phases", "examples"):
        files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.yaml")}
        assert files, f"{folder}/ holds no file"
        shipped |= files
    assert {f"orgplanner/_shipped/{name}" for name in shipped} <= packed
    for name in shipped:
        assert wheel.read(f"orgplanner/_shipped/{name}") == (ROOT / name).read_bytes()


@pytest.mark.xdist_group("wheel")
def test_the_wheel_carries_the_whole_package_and_nothing_beside_it(wheel: zipfile.ZipFile) -> None:
    packed = set(wheel.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "orgplanner").rglob("*.py")}
    assert modules <= packed
    assert {name.split("/")[0] for name in packed} == {"orgplanner", DIST_INFO}
    assert not [name for name in packed if "__pycache__" in name or "secrets" in name]


@pytest.mark.xdist_group("wheel")
def test_the_wheel_asks_for_the_requirements_and_no_more(wheel: zipfile.ZipFile) -> None:
    metadata = Parser().parsestr(wheel.read(f"{DIST_INFO}/METADATA").decode())
    asked = map(Requirement, metadata.get_all("Requires-Dist", []))
    assert bounds_by_name(asked) == bounds_by_name(requirements())
    assert metadata["Requires-Python"] == ">=3.11"


@pytest.mark.xdist_group("wheel")
def test_the_wheel_installs_the_command(wheel: zipfile.ZipFile) -> None:
    entry_points = wheel.read(f"{DIST_INFO}/entry_points.txt").decode()
    assert "orgplanner = orgplanner.cli:main" in entry_points


def test_every_requirement_has_bounds() -> None:
    calendar_versions = {"tzdata"}
    for requirement in requirements():
        operators = {specifier.operator for specifier in requirement.specifier}
        wanted = {">="} if requirement.name in calendar_versions else {">=", "<"}
        assert operators in ({"=="}, wanted), f"{requirement} is not bounded"


# What is written


def test_the_changelog_speaks_of_this_version_in_two_voices() -> None:
    sections = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    (section,) = (text for text in sections if text.split()[0] == VERSION)
    assert re.findall(r"^### (.+)$", section, flags=re.MULTILINE) == ["Planning changes", "Technical changes"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documented_commands_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|[` ])make ([a-z]+)", text, flags=re.MULTILINE))
    assert named, f"{document} names no command"
    assert named <= targets
    assert ".ci/run" in text
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_every_command_of_the_makefile_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = "".join((ROOT / document).read_text(encoding="utf-8") for document in DOCUMENTS)
    commands = set(re.findall(r"^([a-z]+):.*## ", makefile, flags=re.MULTILINE)) - {"help"}
    assert commands == {name for name in commands if f"make {name}" in text}


@pytest.mark.parametrize("document", [*DOCUMENTS, "docs/decisions/README.md"])
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_named_proof_exists() -> None:
    table = (ROOT / "docs/development.md").read_text(encoding="utf-8")
    proofs = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", table)
    assert proofs
    for file, name in proofs:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {name}"


# How the code is kept


def test_app_is_thin() -> None:
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 40
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # `from orgplanner import ui` imports orgplanner.ui.
            within = node.module == "orgplanner"
            imported |= {f"orgplanner.{alias.name}" for alias in node.names} if within else {node.module or "."}
    allowed = re.compile(r"(__future__|streamlit|pathlib|typing|orgplanner\.ui(\..+)?)$")
    assert [name for name in sorted(imported) if not allowed.match(name)] == []


def test_module_names_say_what_a_thing_is() -> None:
    modules = (ROOT / "orgplanner").rglob("*.py")
    names = set(chain.from_iterable(path.relative_to(ROOT).with_suffix("").parts for path in modules))
    assert names & VAGUE_NAMES == set()


def test_no_file_knows_where_it_was_written() -> None:
    found = []
    for path in project_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        hits = (re.search(pattern, text) for pattern in TRACES)
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in hits if hit]
    assert found == []


def test_every_marker_is_used() -> None:
    markers = configuration("pyproject.toml")["tool"]["pytest"]["ini_options"]["markers"]
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    for marker in markers:
        assert f"pytest.mark.{marker.split(':')[0]}" in tests


def test_the_floors_name_every_module() -> None:
    contracts = configuration("pyproject.toml")["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    assert [contract["containers"] for contract in layered] == [["orgplanner"], ["orgplanner.stages"]]
    assert all(contract["exhaustive"] for contract in layered)


# What the dashboard looks like


def test_the_dashboard_is_private_by_default() -> None:
    settings = configuration(".streamlit/config.toml")
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["showEmailPrompt"] is False
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["fileWatcherType"] == "none"
    assert settings["server"]["maxUploadSize"] == 20
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["toolbarMode"] == "minimal"


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    def options(table: dict, prefix: str) -> Iterator[str]:
        for key, value in table.items():
            yield from options(value, f"{prefix}{key}.") if isinstance(value, dict) else (f"{prefix}{key}",)

    known = set(config.get_config_options())
    assert set(options(configuration(".streamlit/config.toml"), "")) - known == set()


def test_no_font_is_fetched() -> None:
    theme = configuration(".streamlit/config.toml")["theme"]
    assert "fontFaces" not in theme
    assert ":" not in theme["font"] + theme["codeFont"]
    assert any(japanese in theme["font"] for japanese in ("Noto Sans JP", "Hiragino Sans", "Yu Gothic UI"))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tinted(colour: str, ground: str, share: float = 0.1) -> str:
    """The ground behind what is selected: Streamlit lets a tenth of the primary colour through."""
    parts = ((int(colour[place : place + 2], 16), int(ground[place : place + 2], 16)) for place in (1, 3, 5))
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in parts)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read(name: str) -> None:
    theme = configuration(".streamlit/config.toml")["theme"][name]
    grounds = [theme["backgroundColor"], theme["secondaryBackgroundColor"]]
    grounds += [theme["sidebar"]["backgroundColor"], theme["sidebar"]["secondaryBackgroundColor"]]
    texts = [theme["textColor"], theme["linkColor"], *(theme[f"{colour}TextColor"] for colour in COLOURS)]
    pairs = [(text, ground) for text in texts for ground in grounds]
    pairs += [(theme[f"{colour}TextColor"], theme[f"{colour}BackgroundColor"]) for colour in COLOURS]
    pairs += [(theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"])]
    pairs += [(theme["codeTextColor"], theme["codeBackgroundColor"]), (theme["primaryColor"], theme["backgroundColor"])]
    pairs += [(theme["primaryColor"], tinted(theme["primaryColor"], theme["backgroundColor"]))]
    assert [pair for pair in pairs if contrast(*pair) < TEXT_CONTRAST] == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_chart_colours_can_be_told_from_the_page(name: str) -> None:
    theme = configuration(".streamlit/config.toml")["theme"][name]
    colours = theme["chartCategoricalColors"]
    assert len(set(colours)) == 10
    assert len(theme["chartSequentialColors"]) == len(theme["chartDivergingColors"]) == 10
    shapes = [*colours, theme["primaryColor"]]
    grounds = [theme["backgroundColor"], theme["secondaryBackgroundColor"]]
    assert [s for s in shapes for ground in grounds if contrast(s, ground) < SHAPE_CONTRAST] == []
    assert contrast("#ffffff", theme["primaryColor"]) >= SHAPE_CONTRAST  # ticks of checked boxes


def test_no_words_stand_in_white_on_the_primary_colour() -> None:
    """Streamlit writes white on primary buttons and on tags, whatever the primary colour."""
    pages = (ROOT / "orgplanner" / "ui").rglob("*.py")
    assert [p.name for p in pages if re.search(r"""["']primary["']|multiselect""", p.read_text("utf-8"))] == []
