"""The quick ones of `make prove`, and that its driver notices what it has to notice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.tools import ROOT

FORMAL = ROOT / "testbench" / "formal"
QUICK = ("sync_fifo", "round_robin_arbiter")

LIST = """
[[proof]]
name = "sync_fifo"
blocks = { sync_fifo = "16 words of 8 bits" }
method = "induction"
depth = 2
mutants_in = 4
assumes = []
[proof.properties]
in_order = ""
valid_if_any = ""
ready_if_room = ""
counted = ""
"""
MUTANT = """
[[proof.mutants]]
breaks = "{breaks}"
find = "words_words[tail] <= inp_payload"
put = "words_words[{place}] <= inp_payload"
"""


def prove(
    build: Path, *arguments: str, path: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the driver; `path` is the PATH it sees."""
    command = [sys.executable, str(FORMAL / "prove.py"), "--build", str(build), *arguments]
    environment = {**os.environ, "PATH": path if path is not None else os.environ["PATH"]}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def listed(folder: Path, text: str, properties: str | None = None) -> list[str]:
    """A list of proofs of its own, with the .sv file beside it; the arguments that name it."""
    if properties is None:
        properties = (FORMAL / "sync_fifo.sv").read_text()
    (folder / "proofs.toml").write_text(text)
    (folder / "sync_fifo.sv").write_text(properties)
    return ["--proofs", str(folder / "proofs.toml")]


def mutants(place: str) -> str:
    names = ("in_order", "valid_if_any", "ready_if_room", "counted")
    return "".join(MUTANT.format(breaks=name, place=place) for name in names)


def test_proofs__of_fifo_and_arbiter__hold_and_catch_their_mutants(tmp_path: Path) -> None:
    done = prove(tmp_path, *QUICK)
    assert done.returncode == 0, done.stderr
    assert "4 of 4" in done.stdout


def test_driver__reports__a_mutant_that_survives(tmp_path: Path) -> None:
    done = prove(tmp_path / "build", *listed(tmp_path, LIST + mutants("tail")))
    assert done.returncode == 1
    assert done.stderr.count("survives `in_order`") > 0


def test_driver__wants__the_property_that_the_mutant_is_for(tmp_path: Path) -> None:
    """The mutant spoils the order alone: it is not caught by the other three."""
    done = prove(tmp_path / "build", *listed(tmp_path, LIST + mutants("tail_after")))
    assert done.returncode == 1
    assert "survives `in_order`" not in done.stderr
    assert "survives `counted`" in done.stderr


def test_driver__reports__a_property_that_does_not_hold(tmp_path: Path) -> None:
    wrong = (FORMAL / "sync_fifo.sv").read_text().replace("(inside < 16)", "(inside < 15)")
    done = prove(tmp_path / "build", *listed(tmp_path, LIST + mutants("tail_after"), wrong))
    assert done.returncode == 1
    assert "`ready_if_room` does not hold" in done.stderr


def test_driver__wants__a_mutant_for_each_property(tmp_path: Path) -> None:
    text = LIST + MUTANT.format(breaks="in_order", place="tail_after")
    done = prove(tmp_path / "build", *listed(tmp_path, text))
    assert done.returncode == 1
    assert "no mutant breaks counted, ready_if_room, valid_if_any" in done.stderr


def test_driver__wants__a_mutant_that_applies(tmp_path: Path) -> None:
    text = LIST + mutants("tail_after").replace("words_words[tail]", "words_words[gone]")
    done = prove(tmp_path / "build", *listed(tmp_path, text))
    assert done.returncode == 1
    assert "found 0 times, expected once" in done.stderr


def test_driver__stops__a_solver_that_takes_too_long(tmp_path: Path) -> None:
    done = prove(tmp_path, "--timeout", "0.01", "sync_fifo")
    assert done.returncode == 1
    assert "took more than" in done.stderr


def test_driver__says__which_tool_is_missing(tmp_path: Path) -> None:
    done = prove(tmp_path, "sync_fifo", path=str(tmp_path))
    assert done.returncode == 3, done.stderr
    assert "`yosys` is not there" in done.stderr
