"""What the documentation lists is what is there."""

from __future__ import annotations

import re
import tomllib

import pytest

from support.tools import ROOT, blocks

DOCS = ROOT / "docs"


def documented(heading: str) -> set[str]:
    """The first column, in backquotes, of the table under a heading of dependencies.md."""
    text = (DOCS / "dependencies.md").read_text()
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))


def pinned(requirements: str) -> set[str]:
    lines = (ROOT / "testbench" / requirements).read_text().splitlines()
    wanted = [line.split("#")[0].strip() for line in lines]
    for line in filter(None, wanted):
        assert re.fullmatch(r"[\w.-]+==[\w.]+", line), f"{requirements}: `{line}` is not pinned"
    return {line.split("==")[0] for line in wanted if line}


def crates() -> set[str]:
    table = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["dependencies"]
    outside = {name: value for name, value in table.items() if "path" not in value}
    for name, value in outside.items():
        version = value if isinstance(value, str) else value["version"]
        assert version.startswith("="), f"Cargo.toml: {name} {version} is not pinned"
    return set(outside)


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Crates", crates()),
        ("Python, for `make test`", pinned("requirements.txt")),
        ("Python, for `make timing` only", pinned("requirements-synth.txt")),
    ],
)
def test_dependencies__each_has_its_reason(heading: str, wanted: set[str]) -> None:
    assert documented(heading) == wanted


def test_docs__links__lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
            if "://" not in link and not (page.parent / link).exists():
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert not broken, "\n".join(broken)


def test_readme__lists_every_block() -> None:
    table = (ROOT / "README.md").read_text().split("\n## Blocks\n", 1)[1].split("\n## ", 1)[0]
    assert tuple(re.findall(r"^\| \[`(\w+)`\]", table, re.MULTILINE)) == blocks()


def test_readme__has_no_number_left_to_fill_in() -> None:
    assert "TODO" not in (ROOT / "README.md").read_text()


def missing_tests(table: str) -> set[str]:
    """Names of tests in a text that no source defines."""
    named = set(re.findall(r"`([a-z]\w+__\w+)`", table))
    sources = [*ROOT.glob("*/**/*.rs"), *ROOT.glob("testbench/tests/*.py")]
    defined: set[tuple[str, str]] = set()
    for file in sources:
        if "target" not in file.parts and "build" not in file.parts:
            # A name before a string is a test made by a macro.
            defined |= set(re.findall(r"(?:fn|def) (\w+)|^ +(\w+__\w+) \"", file.read_text(), re.M))
    return named - {name for pair in defined for name in pair}


def test_capabilities__every_test_named__is_there() -> None:
    assert not missing_tests((DOCS / "capabilities.md").read_text())


def test_capabilities__mutant__is_caught() -> None:
    assert missing_tests("`bridge__does_what__nothing_shows`")


def between_software_bridges(table: str) -> set[str]:
    """Tests named in a text that run no hardware: scenarios between software bridges."""
    source = (ROOT / "sim/tests/scenario.rs").read_text()
    return set(re.findall(r"\bscenario__\w+", table)) & set(re.findall(r"\bscenario__\w+", source))


def test_capabilities__rows__name_tests_of_the_hardware() -> None:
    assert not between_software_bridges((DOCS / "capabilities.md").read_text())
    assert between_software_bridges("| A1 | `scenario__jumbo__passes` |"), "a mutant lives"


def attacks_without_test(text: str) -> list[str]:
    """Lines of the table of attacks whose last column names no test."""
    section = text.split("\n## Attacks\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (.+) \|$", section, re.M)
    assert len(rows) > 1
    return [row for row in rows[1:] if not re.search(r"`[a-z]\w+__\w+`", row.split(" | ")[-1])]


def test_security__every_attack__names_tests_that_are_there() -> None:
    text = (DOCS / "security.md").read_text()
    assert not attacks_without_test(text)
    assert not missing_tests(text)


def test_security__mutants__are_caught() -> None:
    table = "\n## Attacks\n\n| attack | tests |\n|---|---|\n"
    good = "| one | `block__behaviour__condition` |\n"
    assert not attacks_without_test(table + good)
    assert attacks_without_test(table + good + "| two | |\n| three | none |\n") == [
        "two |",
        "three | none",
    ]


def test_tree__names_no_machine() -> None:
    """Paths of one machine do not belong in the project."""
    patterns = ("/root/", "/home/")
    found = []
    for pattern in ("*.md", "docs/**/*.md", "**/*.toml", "testbench/**/*.py", "testbench/**/*.sh"):
        for file in ROOT.glob(pattern):
            if any(part in file.parts for part in ("target", "build", ".venv", "tests")):
                continue
            text = file.read_text()
            found += [f"{file.relative_to(ROOT)}: {p}" for p in patterns if p in text]
    assert not found, "\n".join(found)
