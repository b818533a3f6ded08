"""Every crate's licence and source, held to deny.toml without needing cargo-deny."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest

from support.tools import ROOT, run

RULES = tomllib.loads((ROOT / "deny.toml").read_text())
ALLOWED = set(RULES["licenses"]["allow"])


def permitted(expression: str) -> bool:
    """Whether an SPDX expression (`/` for OR in old ones) can be met by allowed licences alone."""
    words = re.findall(r"[()]|[\w.+-]+(?: WITH [\w.+-]+)?", expression.replace("/", " OR "))
    python = {"OR": "or", "AND": "and", "(": "(", ")": ")"}
    terms = " ".join(python.get(word, str(word in ALLOWED)) for word in words)
    # Only True, False, and, or and parentheses are left.
    return bool(eval(terms, {"__builtins__": {}}))


def packages() -> list[dict[str, Any]]:
    done = run(["cargo", "metadata", "--locked", "--format-version", "1"])
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["packages"]
    assert len(found) > 100
    return found


def test_crates__licences_and_sources__are_allowed() -> None:
    wrong = []
    for package in packages():
        name, licence, source = package["name"], package["license"], package["source"]
        if not licence or not permitted(licence):
            wrong.append(f"{name}: licence {licence}")
        if source is not None and not source.startswith("registry+"):
            wrong.append(f"{name}: from {source}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("MIT/Apache-2.0", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
    ],
)
def test_permitted__reads_expressions__as_spdx_means_them(expression: str, allowed: bool) -> None:
    assert permitted(expression) is allowed
