#!/usr/bin/env python3
"""Tries the repaired Verilator on all that the project asks of it.

Lint (and that it does warn), a model split over several C++ files with a precompiled header,
coroutines, FST waveforms, and a static library as the engine's Verilator backend links it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

CLEAN = """
module smoke (input wire clock, input wire reset, input wire [31:0] step, output reg [31:0] sum);
    always @(posedge clock) begin
        if (reset) sum <= 32'd0;
        else sum <= sum + step;
    end
endmodule
"""
# Width mismatch: -Wall has to say so.
FAULTY = CLEAN.replace("sum + step", "{1'b0, sum} + step")

MAIN = """
#include "Vsmoke.h"
#include "verilated.h"
#include "verilated_fst_c.h"
#include <cstdio>
int main() {
    VerilatedContext context;
    context.traceEverOn(true);
    Vsmoke model(&context);
    VerilatedFstC waves;
    model.trace(&waves, 9);
    waves.open("smoke.fst");
    for (unsigned cycle = 0; cycle < 12; ++cycle) {
        model.reset = cycle < 2;
        model.step = cycle;
        for (int level = 0; level < 2; ++level) {
            model.clock = level;
            model.eval();
            context.timeInc(1);
            waves.dump(context.time());
        }
    }
    waves.close();
    std::printf("sum %u\\n", model.sum);
}
"""
# 2 + 3 + ... + 11
EXPECTED = "sum 65"


def run(command: list[str], folder: Path, seconds: int = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False
    )


def check(what: str, ok: bool, output: str = "") -> None:
    if not ok:
        print(f"smoke_verilator: {what}: failed\n{output}", file=sys.stderr)
        sys.exit(1)


def main() -> None:
    verilator = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="expether-verilator-") as scratch:
        folder = Path(scratch)
        (folder / "smoke.v").write_text(CLEAN)
        (folder / "main.cpp").write_text(MAIN)

        version = run([verilator, "--version"], folder)
        check("--version", version.stdout.startswith("Verilator 5."), version.stdout)

        lint = run([verilator, "--lint-only", "-Wall", "--quiet", "smoke.v"], folder)
        check("lint of clean Verilog", lint.returncode == 0, lint.stderr)
        (folder / "smoke.v").write_text(FAULTY)
        lint = run([verilator, "--lint-only", "-Wall", "smoke.v"], folder)
        check("lint of faulty Verilog", "%Warning-WIDTH" in lint.stderr, lint.stderr)
        (folder / "smoke.v").write_text(CLEAN)

        common = [verilator, "--cc", "--build", "-j", "2", "--quiet", "--prefix", "Vsmoke"]
        split = ["--exe", "main.cpp", "--trace-fst", "--timing", "--output-split", "1"]
        built = run([*common, *split, "--Mdir", "split", "smoke.v"], folder)
        check("split model with FST and timing", built.returncode == 0, built.stdout + built.stderr)
        result = run(["./split/Vsmoke"], folder)
        check("running the model", result.stdout.strip() == EXPECTED, result.stdout + result.stderr)
        check("FST waveform", (folder / "smoke.fst").stat().st_size > 0)

        library = ["-O3", "-CFLAGS", "-O3 -march=native -fPIC", "--Mdir", "library", "smoke.v"]
        built = run([*common, *library], folder)
        check("static library", built.returncode == 0, built.stdout + built.stderr)
        for name in ("libVsmoke.a", "libverilated.a"):
            check(f"static library {name}", (folder / "library" / name).is_file())


if __name__ == "__main__":
    main()
