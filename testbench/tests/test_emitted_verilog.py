"""Every file that `expether gen` writes, read by tools that the project did not make.

Verilator with all its warnings, Yosys with warnings made errors, and twice the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.tools import BUILD, blocks, emitted, run, run_expether, verilator


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # The list comes from the program itself: a block that is registered is linted.
    if "block" in metafunc.fixturenames:
        metafunc.parametrize("block", blocks())


def lint(top: str, files: list[Path]) -> str:
    """What Verilator has to say against a design; empty if nothing."""
    command: list[str | Path] = [
        verilator(),
        "--lint-only",
        "-Wall",
        "--quiet",
        "--top-module",
        top,
    ]
    # Verilog-2005, as the files promise, not whatever their ending suggests.
    done = run([*command, "--default-language", "1364-2005", *files], cwd=BUILD)
    said = (done.stdout + done.stderr).strip()
    return said or ("" if done.returncode == 0 else f"exit {done.returncode}")


def yosys(top: str, files: list[Path]) -> str:
    """What Yosys has to say against a design; empty if nothing."""
    names = " ".join(str(file) for file in files)
    script = f"read_verilog {names}; hierarchy -check -top {top}; proc; opt_clean; check -assert"
    # -e: any warning that matches is an error.
    done = run(["yosys", "-q", "-e", ".*", "-p", script], cwd=BUILD)
    said = (done.stdout + done.stderr).strip()
    return said or ("" if done.returncode == 0 else f"exit {done.returncode}")


def test_verilator_lint__finds_nothing(block: str) -> None:
    said = lint(block, list(emitted(block)))
    assert not said, said


def test_yosys__finds_nothing(block: str) -> None:
    said = yosys(block, list(emitted(block)))
    assert not said, said


def test_gen__writes_the_same_bytes_twice(block: str, tmp_path: Path) -> None:
    first = {file.name: file.read_bytes() for file in emitted(block)}
    done = run_expether("gen", block, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    second = {file.name: file.read_bytes() for file in tmp_path.glob("*.v")}
    assert first.keys() == second.keys()
    differing = [name for name, text in first.items() if second[name] != text]
    assert not differing, f"differ between two runs: {differing}"


CLEAN = """module probe (input wire clock, input wire [7:0] a, output reg [7:0] q);
    always @(posedge clock) q <= a;
endmodule
"""


# What the emitter could get wrong, in little: a width, a latch, two drivers, a loop.
FAULTS = {
    "width": CLEAN.replace("q <= a", "q <= a[6:0]"),
    "undriven": CLEAN.replace("q <= a", "q <= a ^ b").replace(");\n", ");\n    wire [7:0] b;\n", 1),
    "unused input": CLEAN.replace("q <= a", "q <= 8'd1"),
    "two drivers": CLEAN.replace("output reg", "output wire").replace(
        "always @(posedge clock) q <= a;", "assign q = a; assign q = ~a;"
    ),
    "latch": CLEAN.replace("always @(posedge clock) q <= a;", "always @(*) if (clock) q = a;"),
    "loop": CLEAN.replace("output reg", "output wire").replace(
        "always @(posedge clock) q <= a;", "wire [7:0] w = w ^ a & {8{clock}}; assign q = w;"
    ),
}
YOSYS_FINDS = {"undriven", "two drivers", "loop"}


def written(text: str, folder: Path) -> list[Path]:
    file = folder / "probe.v"
    file.write_text(text)
    return [file]


def test_lints__find_nothing__in_clean_verilog(tmp_path: Path) -> None:
    files = written(CLEAN, tmp_path)
    assert not lint("probe", files)
    assert not yosys("probe", files)


@pytest.mark.parametrize("fault", FAULTS)
def test_verilator_lint__finds__each_fault(fault: str, tmp_path: Path) -> None:
    assert "%Warning" in lint("probe", written(FAULTS[fault], tmp_path))


@pytest.mark.parametrize("fault", sorted(YOSYS_FINDS))
def test_yosys__finds__each_fault(fault: str, tmp_path: Path) -> None:
    assert yosys("probe", written(FAULTS[fault], tmp_path))
