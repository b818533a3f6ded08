"""The Wireshark dissector, run by tshark over every kind of frame.

`wire-gen` writes a capture of example frames and says what is in them; tshark has to find the same.
"""

from __future__ import annotations

import json
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cocotbext.pcie.core.tlp import Tlp as OutsideTlp

import expether_wire as wire
from support.tools import BUILD, ROOT, run

DISSECTOR = ROOT / "testbench" / "dissector" / "expether.lua"
EXPERTS = {"malformed", "wrong_version", "wrong_type"}


def wire_gen(*arguments: str | Path) -> str:
    program = Path(os.environ.get("WIRE_GEN", ROOT / "target" / "debug" / "wire-gen"))
    assert program.is_file(), f"{program} is not built; run `make build`"
    done = run([program, *arguments])
    assert done.returncode == 0, done.stderr
    return done.stdout


def tshark(capture: Path, script: Path, *arguments: str) -> tuple[str, str]:
    program = shutil.which("tshark")
    assert program, "tshark is not installed; run `make setup`"
    done = run([program, "-X", f"lua_script:{script}", "-r", capture, *arguments])
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


@cache
def sample_capture() -> Path:
    folder = BUILD / "dissector"
    folder.mkdir(parents=True, exist_ok=True)
    capture = folder / "sample.pcapng"
    wire_gen("sample-pcapng", capture)
    return capture


@cache
def written() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in wire_gen("sample-json").splitlines())


def flatten(tree: Any, into: dict[str, list[str]]) -> dict[str, list[str]]:
    """Every field below a node of tshark's JSON, with all its values."""
    for key, value in tree.items() if isinstance(tree, dict) else ():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                flatten(item, into)
            else:
                into.setdefault(key, []).append(item)
    return into


def dissect(capture: Path, script: Path = DISSECTOR) -> list[dict[str, list[str]]]:
    out, errors = tshark(capture, script, "-T", "json", "--no-duplicate-keys")
    assert "Lua" not in errors, errors
    return [flatten(packet["_source"]["layers"], {}) for packet in json.loads(out)]


@cache
def dissected() -> tuple[dict[str, list[str]], ...]:
    return tuple(dissect(sample_capture()))


def value(fields: dict[str, list[str]], name: str) -> int:
    """The one value of a field; tshark writes some in hexadecimal."""
    (text,) = set(fields[name])
    return int(text, 0)


def mistakes(fields: dict[str, list[str]], frame: dict[str, Any]) -> list[str]:
    """Where what tshark found differs from the frame's bytes as the Python module reads them."""
    raw = bytes.fromhex(frame["bytes"])
    found = []

    def compare(name: str, expected: int) -> None:
        if name not in fields:
            found.append(f"{name} is missing")
        elif value(fields, name) != expected:
            found.append(f"{name} is {fields[name]}, expected {expected:#x}")

    for name, expected in wire.BRIDGE.unpack(raw[wire.BRIDGE_OFFSET :]).items():
        compare(f"expether.{name}", expected)
    if frame["tlps"]:
        tlp = wire.Tlp.unpack(raw[wire.TLP_OFFSET :])
        for header in wire.tlp_headers(tlp.kind, tlp.four_dw):
            part = header.name.removeprefix("tlp_")
            for name, expected in header.unpack(raw[wire.TLP_OFFSET :]).items():
                compare(f"expether.tlp.{part}.{name}", expected)
        if fields.get("expether.tlp.kind") != [tlp.kind.name]:
            found.append(f"kind is {fields.get('expether.tlp.kind')}, expected {tlp.kind.name}")
        for name, data in (("payload", tlp.payload), ("digest", tlp.digest)):
            shown = [text.replace(":", "") for text in fields.get(f"expether.tlp.{name}", [])]
            if shown != ([data.hex()] if data else []):
                found.append(f"{name} is {shown}")
        if "address" in tlp.fields:
            compare("expether.tlp.byte_address", tlp.fields["address"] << 2)
        compare("expether.tlp.total_length", len(tlp.pack()))
    return found


def test_dissector__finds_every_field__in_every_kind_of_frame() -> None:
    frames = written()
    assert len(dissected()) == len(frames)
    kinds = set()
    for frame, fields in zip(frames, dissected(), strict=True):
        if not frame["malformed"]:
            assert mistakes(fields, frame) == [], frame["name"]
            assert not any(f"expether.{name}" in fields for name in EXPERTS), frame["name"]
            kinds |= {tlp["kind"] for tlp in frame["tlps"]}
    assert kinds == wire.KINDS.keys()


def test_dissector__comparison_notices__other_values() -> None:
    """The checker's own mutant: the fields of one frame are not those of the next."""
    frames = [f for f in written() if not f["malformed"]]
    for frame, fields in zip(frames[1:], dissected(), strict=False):
        assert mistakes(fields, frame) != [], frame["name"]


def test_dissector__agrees_with_cocotbext_pcie__about_addresses() -> None:
    """Not only with tables from the same source: the outside model reads the same TLPs."""
    compared = 0
    for frame, fields in zip(written(), dissected(), strict=True):
        if frame["malformed"] or not frame["tlps"] or frame["name"].startswith("Msg"):
            continue
        there = OutsideTlp.unpack(bytes.fromhex(frame["bytes"])[wire.TLP_OFFSET :])
        if "expether.tlp.byte_address" in fields:
            assert value(fields, "expether.tlp.byte_address") == there.address
            compared += 1
        part = "completion" if frame["name"].startswith("Cpl") else "request"
        assert value(fields, f"expether.tlp.{part}.requester") == int(there.requester_id)
    assert compared >= 8


@pytest.mark.parametrize(
    ("name", "expert"),
    [
        ("another version", "wrong_version"),
        ("unknown frame type", "wrong_type"),
        ("TLP area longer than the frame", "malformed"),
        ("no TLP", "malformed"),
        ("TLP area longer than its TLP", "malformed"),
        ("TLP longer than its area", "malformed"),
        ("unknown TLP type", "malformed"),
        ("frame ends within the bridge header", "malformed"),
    ],
)
def test_dissector__warns__about_each_malformed_frame(name: str, expert: str) -> None:
    (number,) = (i for i, frame in enumerate(written()) if frame["name"] == name)
    assert written()[number]["malformed"]
    shown = {e for e in EXPERTS if f"expether.{e}" in dissected()[number]}
    assert shown == {expert}
    assert len([f for f in written() if f["malformed"]]) == 8


def test_dissector__summary__names_the_tlp() -> None:
    out, _ = tshark(sample_capture(), DISSECTOR)
    lines = out.splitlines()
    assert "data, seq 0, MRd 0x0000000000001000 12:03.4" in lines[0]
    assert "Msg Assert_INTA" in lines[9]


def test_dissector__errors_of_lua__would_be_noticed(tmp_path: Path) -> None:
    """A script that fails has to fail these tests, since tshark itself goes on without it."""
    broken = tmp_path / "broken.lua"
    broken.write_text(DISSECTOR.read_text().replace("add_header(headers.bridge", "add_header(nil"))
    out, errors = tshark(sample_capture(), broken, "-T", "json", "--no-duplicate-keys")
    fields = flatten(json.loads(out)[0]["_source"]["layers"], {})
    assert "Lua" in errors or mistakes(fields, written()[0]) != []
