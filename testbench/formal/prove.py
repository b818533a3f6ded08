#!/usr/bin/env python3
"""Proves properties of emitted Verilog by Yosys and an SMT solver; writes docs/proofs.md.

proofs.toml says what is proved; each property is asserted in the .sv file of its proof. For every
property there is a mutant of the Verilog, and the proof fails unless a run from reset shows it to
break that property. Exit 0: all proved, all mutants caught; 1: not; 3: a tool is missing.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOOLS = ("yosys", "yosys-smtbmc", "yosys-abc", "yices-smt2")
HARNESS = "harness"
LEMMA = "lemma_"
# Memories become registers, everything else and-gates, as AIGER has it.
AND_GATES: tuple[str, ...] = (
    *("memory_map", "opt -full", "techmap", "opt -fast", "dffunmap", "opt_expr", "opt_clean"),
    *("abc -g AND -fast", "opt_clean"),
)

INTRODUCTION = """
Made by `make prove`; not edited by hand. What is proved is the emitted Verilog, read by Yosys
(Debian's) and handed to a solver: Yices (pinned in `testbench/requirements.txt`), or for long
bounded runs ABC's (Debian's, a part of Yosys). The properties are in `testbench/formal/*.sv`,
the list of proofs is `testbench/formal/proofs.toml`.
"""
METHODS = """
*Induction*: no state from which k clocks are right leads to a wrong one, and the first k clocks
after power-up are right: so it holds for all time, with a reset at any clock and any inputs.
*All values*: the block has no state. *Bounded*: every run of that many clocks from power-up on,
with any inputs; nothing is said about longer ones. Every property has a mutant of the Verilog;
*mutant* is the clock in which a run from power-up breaks that property, and only that is looked
for. Seconds are of one processor core.
"""


class Failure(Exception):
    """A proof could not be carried out; the message says why."""


class Missing(Exception):
    """A tool is not there."""


@dataclass(frozen=True)
class Mutant:
    breaks: str
    find: str
    put: str


@dataclass(frozen=True)
class Proof:
    name: str
    file: Path  # of its properties
    blocks: dict[str, str]
    method: str
    depth: int
    mutants_in: int
    assumes: list[str]
    properties: dict[str, str]
    mutants: list[Mutant]
    top: str = ""
    engine: str = "smt"
    exhaustive: bool = False
    reaches: dict[str, str] = field(default_factory=dict)
    note: str = ""  # what the page says of it besides

    def parts(self) -> list[list[str]]:
        """The blocks of each model: all around one harness, or each by itself."""
        return [list(self.blocks)] if self.top == HARNESS else [[block] for block in self.blocks]


@dataclass
class Outcome:
    """Of one solver's run."""

    passed: bool
    seconds: float
    clock: int  # the last one looked at
    broken: str  # the assertion that does not hold, if any
    text: str


@dataclass
class Report:
    proof: Proof
    blocks: list[str]
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    mutants: dict[str, list[int]] = field(default_factory=dict)  # property: clocks
    reached: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.proof.name if self.proof.top == HARNESS else self.blocks[0]


def load(file: Path) -> list[Proof]:
    table = tomllib.loads(file.read_text())["proof"]
    proofs = []
    for entry in table:
        mutants = [Mutant(**mutant) for mutant in entry.pop("mutants")]
        properties = file.with_name(f"{entry['name']}.sv")
        proof = Proof(file=properties, mutants=mutants, **entry)
        unbroken = set(proof.properties) - {mutant.breaks for mutant in mutants}
        if unbroken:
            raise Failure(f"{proof.name}: no mutant breaks {', '.join(sorted(unbroken))}")
        proofs.append(proof)
    return proofs


def run(command: list[str], folder: Path, seconds: float) -> tuple[int, float, str]:
    """Runs a tool to its end, or stops it: exit code, processor time, what it said."""
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("w") as file:
        child = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that the solver it starts is stopped with it
        )
        late = threading.Event()

        def stop() -> None:
            late.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        finally:
            timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if late.is_set():
        raise Failure(f"{Path(command[0]).name} took more than {seconds:.0f} s ({log})")
    return child.returncode, usage.ru_utime + usage.ru_stime, log.read_text(errors="replace")


def generate(blocks: Iterable[str], folder: Path) -> dict[str, str]:
    """The emitted Verilog of the blocks, by file name."""
    shutil.rmtree(folder, ignore_errors=True)
    program = os.environ.get("EXPETHER", str(ROOT / "target" / "debug" / "expether"))
    for block in blocks:
        done = subprocess.run(
            [program, "gen", block, "--out", str(folder)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Failure(f"expether gen {block}: {done.stderr.strip()}")
    return {file.name: file.read_text() for file in sorted(folder.glob("*.v"))}


def mutate(sources: dict[str, str], mutant: Mutant) -> dict[str, str]:
    """The Verilog with one change. It must have exactly one place, or the mutant is out of date."""
    places = sum(text.count(mutant.find) for text in sources.values())
    if places != 1:
        raise Failure(f"mutant `{mutant.find}`: found {places} times, expected once")
    return {name: text.replace(mutant.find, mutant.put) for name, text in sources.items()}


def model(proof: Proof, blocks: list[str], sources: dict[str, str], only: str, folder: Path) -> str:
    """Makes `model.smt2` of the Verilog and its properties (or only one); the top's name."""
    folder.mkdir(parents=True, exist_ok=True)
    properties = proof.file.read_text()
    files = dict(sources)
    top = proof.top or blocks[0]
    if proof.top == HARNESS:
        files["harness.sv"] = properties
    else:
        # The properties go into the module, so that they see its registers.
        text = files.pop(f"{top}.v")
        before, _, after = text.rpartition("endmodule")
        files[f"{top}.sv"] = f"{before}\n{properties}\nendmodule{after}"
    for name, text in files.items():
        (folder / name).write_text(text)
    script = [
        f"read_verilog -sv -formal {' '.join(sorted(files))}",
        f"prep -top {top} -flatten -nordff",
        "tee -q -o asserts.txt select -list t:$assert",
        "tee -q -o covers.txt select -list t:$cover",
    ]
    if only:
        script.append(f"delete t:$assert c:{only} %d")
    script += ["opt -full", "opt_clean", "async2sync"]
    if proof.engine == "sat":
        script += [
            "design -save words",
            "delete t:$cover",
            *AND_GATES,
            "write_aiger -I -B -zinit model.aig",
        ]
        script.append("design -load words")
    script += ["dffunmap", "write_smt2 -wires model.smt2"]
    (folder / "model.ys").write_text("\n".join(script) + "\n")
    code, _, said = run(["yosys", "-q", "model.ys"], folder, 120)
    if code != 0:
        raise Failure(f"yosys ({folder}): {said.strip()[-400:]}")
    return top


def cells(file: Path) -> set[str]:
    """Names of the assertions or covers that Yosys has found."""
    return {line.split("/")[1] for line in file.read_text().splitlines()}


def solve(folder: Path, arguments: list[str], timeout: float) -> Outcome:
    command = ["yosys-smtbmc", "--noprogress", "-s", "yices", *arguments, "model.smt2"]
    code, seconds, text = run(command, folder, timeout)
    status = re.findall(r"Status: (\w+)", text)
    if status not in (["PASSED"], ["FAILED"]) or (status == ["PASSED"]) != (code == 0):
        raise Failure(f"yosys-smtbmc ({folder}): {text.strip()[-400:]}")
    broken = re.findall(r"Assert failed in \w+: (\w+)", text)
    clocks = re.findall(r"(?:Checking|Trying) .* in step (\d+)", text)
    clock = int(clocks[-1]) if clocks else 0
    return Outcome(code == 0, seconds, clock, broken[0] if broken else "", text)


def solve_sat(folder: Path, depth: int, only: str, timeout: float) -> Outcome:
    """The same by ABC, from power-up. It does not tell assertions apart: `only` is the name."""
    simplify = "fold; strash; dc2; scorr; dc2"
    command = ["yosys-abc", "-c", f"read_aiger model.aig; {simplify}; bmc3 -F {depth}"]
    _, seconds, text = run(command, folder, timeout)
    broken = re.search(r"was asserted in frame (\d+)", text)
    if not broken and f"No output asserted in {depth} frames" not in text:
        raise Failure(f"yosys-abc ({folder}): {text.strip()[-400:]}")
    clock = int(broken[1]) if broken else depth - 1
    return Outcome(not broken, seconds, clock, only if broken else "", text)


def from_power_up(proof: Proof, folder: Path, depth: int, only: str, timeout: float) -> Outcome:
    if proof.engine == "sat":
        return solve_sat(folder, depth, only or "one of them", timeout)
    return solve(folder, ["-t", str(depth)], timeout)


def check_names(proof: Proof, folder: Path) -> None:
    """The assertions are those that proofs.toml explains, and lemmas."""
    found = {name for name in cells(folder / "asserts.txt") if not name.startswith(LEMMA)}
    pairs = [(found, set(proof.properties)), (cells(folder / "covers.txt"), set(proof.reaches))]
    for there, listed in pairs:
        if there != listed:
            names = ", ".join(sorted(there ^ listed))
            raise Failure(f"{proof.name}: {names}: in {proof.file.name} or the list, not both")


def prove(report: Report, sources: dict[str, str], folder: Path, timeout: float) -> None:
    """The proof itself: from power-up, the step of the induction, what is reached."""
    proof = report.proof
    model(proof, report.blocks, sources, "", folder)
    check_names(proof, folder)
    outcomes = {"from power-up": from_power_up(proof, folder, proof.depth, "", timeout)}
    if proof.method == "induction":
        outcomes["induction"] = solve(folder, ["-i", "-t", str(proof.depth)], timeout)
    for what, outcome in outcomes.items():
        report.seconds += outcome.seconds
        if not outcome.passed:
            report.problems.append(f"{what}: `{outcome.broken}` does not hold ({folder})")
    if proof.reaches:
        outcome = solve(folder, ["-c", "-t", str(proof.depth)], timeout)
        report.seconds += outcome.seconds
        reached = re.findall(r"Reached cover statement at (\w+) in step (\d+)", outcome.text)
        report.reached = {name: int(clock) for name, clock in reached}
        missed = set(proof.reaches) - set(report.reached)
        report.problems += [f"`{name}` is not reached" for name in sorted(missed)]


def kill(report: Report, sources: dict[str, str], number: int, folder: Path, timeout: float) -> str:
    """Runs one mutant; what is wrong, if it survives."""
    proof, mutant = report.proof, report.proof.mutants[number]
    model(proof, report.blocks, mutate(sources, mutant), mutant.breaks, folder)
    outcome = from_power_up(proof, folder, proof.mutants_in, mutant.breaks, timeout)
    if outcome.passed or outcome.broken != mutant.breaks:
        return f"mutant `{mutant.put}` survives `{mutant.breaks}` ({folder})"
    report.mutants.setdefault(mutant.breaks, []).append(outcome.clock)
    return ""


def carry_out(proofs: list[Proof], build: Path, timeout: float, workers: int) -> list[Report]:
    """All proofs and all mutants, a few at a time."""
    reports = [Report(proof, blocks) for proof in proofs for blocks in proof.parts()]

    def attempt(report: Report, number: int | None) -> None:
        name = report.name
        folder = build / name
        try:
            if number is None:
                prove(report, sources[name], folder / "proof", timeout)
            else:
                problem = kill(report, sources[name], number, folder / f"mutant_{number}", timeout)
                report.problems += [problem] if problem else []
        except Failure as failure:
            report.problems.append(str(failure))
        what = "proof" if number is None else f"mutant of {report.proof.mutants[number].breaks}"
        bad = "; ".join(report.problems)
        print(f"{name}: {what} done{': ' + bad if bad else ''}", file=sys.stderr)

    sources = {}
    tasks: list[tuple[Report, int | None]] = []
    for report in reports:
        name = report.name
        sources[name] = generate(report.blocks, build / name / "verilog")
        tasks.append((report, None))
        tasks += [(report, number) for number in range(len(report.proof.mutants))]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for task in [pool.submit(attempt, *task) for task in tasks]:
            task.result()
    return reports


def method(proof: Proof) -> str:
    if proof.exhaustive:
        return "all values"
    if proof.method == "induction":
        return f"induction, k = {proof.depth}"
    return f"bounded, {proof.depth} clocks"


def table(reports: list[Report]) -> list[str]:
    lines = ["| block | property | method | mutant | result |", "|---|---|---|---:|---|"]
    for report in reports:
        verdict = "**no**" if report.problems else "holds"
        for name, says in report.proof.properties.items():
            clocks = ", ".join(str(clock) for clock in sorted(report.mutants.get(name, [])))
            lines.append(
                f"| {title(report)} | `{name}`: {says} | {method(report.proof)} "
                f"| {clocks} | {verdict} |"
            )
    return lines


def title(report: Report) -> str:
    return ", ".join(f"`{block}`" for block in report.blocks)


def document(reports: list[Report]) -> str:
    lines = ["# Proofs", ""]
    for text in (INTRODUCTION, METHODS):
        lines += [textwrap.fill(" ".join(text.split()), 100), ""]
    lines += [
        "| blocks | parameters | method | assumed | seconds | mutants caught |",
        "|---|---|---|---|---:|---:|",
    ]
    for report in reports:
        proof = report.proof
        sizes = "; ".join(proof.blocks[block] for block in report.blocks)
        caught = sum(len(clocks) for clocks in report.mutants.values())
        lines.append(
            f"| {title(report)} | {sizes} | {method(proof)} | {'; '.join(proof.assumes) or '-'} "
            f"| {max(1, round(report.seconds))} | {caught} of {len(proof.mutants)} |"
        )
    lines += ["", "## Properties", "", *table(reports)]
    reaching = [report for report in reports if report.reached]
    if reaching:
        lines += ["", "## How far the bounded ones reach", "", "| blocks | within | clock |"]
        lines.append("|---|---|---:|")
        for report in reaching:
            for name, clock in report.reached.items():
                lines.append(f"| {title(report)} | {report.proof.reaches[name]} | {clock} |")
    notes = [report for report in reports if report.proof.note]
    if notes:
        lines += ["", "## Notes"]
    for report in notes:
        lines += ["", textwrap.fill(f"{title(report)}: {report.proof.note}", 100)]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True, help="folder to work in")
    parser.add_argument("--out", type=Path, help="the page to write, if all are carried out")
    parser.add_argument("--proofs", type=Path, default=HERE / "proofs.toml", help="another list")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds for one solver's run")
    parser.add_argument("--workers", type=int, default=2, help="solvers at a time")
    parser.add_argument("names", nargs="*", help="proofs; all of proofs.toml if none is given")
    arguments = parser.parse_args()
    try:
        for tool in TOOLS:
            if shutil.which(tool) is None:
                raise Missing(f"`{tool}` is not there; `make prove` installs it")
        proofs = load(arguments.proofs)
        unknown = set(arguments.names) - {proof.name for proof in proofs}
        if unknown:
            parser.error(f"no such proof: {', '.join(sorted(unknown))}")
        chosen = [proof for proof in proofs if not arguments.names or proof.name in arguments.names]
        reports = carry_out(chosen, arguments.build, arguments.timeout, arguments.workers)
    except Missing as missing:
        print(f"prove: {missing}", file=sys.stderr)
        return 3
    except Failure as failure:
        print(f"prove: {failure}", file=sys.stderr)
        return 1
    page = document(reports)
    if arguments.out:
        arguments.out.write_text(page)
    else:
        print(page, end="")
    problems = [f"{title(report)}: {text}" for report in reports for text in report.problems]
    for problem in problems:
        print(f"prove: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
