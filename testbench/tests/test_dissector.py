"""The Wireshark dissector, run by tshark over every kind of frame.

`wire-gen` writes a capture of example frames and says what is in them; tshark has to find the same.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cocotbext.pcie.core.tlp import Tlp as OutsideTlp

import expether_wire as wire
from support.tools import BUILD, ROOT, expether, run

DISSECTOR = ROOT / "testbench" / "dissector" / "expether.lua"
EXPERTS = {"malformed", "wrong_version", "wrong_type"}


def wire_gen(*arguments: str | Path) -> str:
    program = Path(os.environ.get("WIRE_GEN", expether().parent / "wire-gen"))
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


@dataclass(frozen=True)
class Packet:
    """What tshark found in a frame: all fields together, and those of each TLP."""

    fields: dict[str, list[str]]
    tlps: list[dict[str, list[str]]]

    @classmethod
    def of(cls, layers: Any) -> Packet:
        return cls(flatten(layers, {}), tlp_trees(layers))


def dissect(capture: Path, script: Path = DISSECTOR) -> list[Packet]:
    out, errors = tshark(capture, script, "-T", "json", "--no-duplicate-keys")
    assert "Lua" not in errors, errors
    return [Packet.of(packet["_source"]["layers"]) for packet in json.loads(out)]


@cache
def dissected() -> tuple[Packet, ...]:
    return tuple(dissect(sample_capture()))


def value(fields: dict[str, list[str]], name: str) -> int:
    """The one value of a field; tshark writes some in hexadecimal."""
    (text,) = set(fields[name])
    return int(text, 0)


Fields = dict[str, list[str]]


def tlp_trees(packet: Any) -> list[Fields]:
    """The fields of each TLP, in the order they stand in the frame."""
    found: list[Fields] = []
    for key, value in packet.items() if isinstance(packet, dict) else ():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                is_tlp = key == "expether" and any(k.startswith("expether.tlp.") for k in item)
                found += [flatten(item, {})] if is_tlp else tlp_trees(item)
    return found


def area_of(frame: dict[str, Any]) -> bytes:
    raw = bytes.fromhex(frame["bytes"])
    words = wire.BridgeHeader.unpack(raw[wire.BRIDGE_OFFSET :]).length_dw
    return raw[wire.TLP_OFFSET : wire.TLP_OFFSET + 4 * words]


def tlp_mistakes(fields: Fields, tlp: wire.Tlp) -> list[str]:
    """Where what tshark found of a TLP differs from what the Python module reads."""
    found = []

    def compare(name: str, expected: int) -> None:
        if name not in fields:
            found.append(f"{name} is missing")
        elif value(fields, name) != expected:
            found.append(f"{name} is {fields[name]}, expected {expected:#x}")

    raw = tlp.pack()
    for header in wire.tlp_headers(tlp.kind, tlp.four_dw):
        part = header.name.removeprefix("tlp_")
        for name, expected in header.unpack(raw).items():
            compare(f"expether.tlp.{part}.{name}", expected)
    if fields.get("expether.tlp.kind") != [tlp.kind.name]:
        found.append(f"kind is {fields.get('expether.tlp.kind')}, expected {tlp.kind.name}")
    for name, data in (("payload", tlp.payload), ("digest", tlp.digest)):
        shown = [text.replace(":", "") for text in fields.get(f"expether.tlp.{name}", [])]
        if shown != ([data.hex()] if data else []):
            found.append(f"{name} is {shown}")
    if "address" in tlp.fields:
        compare("expether.tlp.byte_address", tlp.fields["address"] << 2)
    compare("expether.tlp.total_length", len(raw))
    return found


def mistakes(packet: Packet, frame: dict[str, Any]) -> list[str]:
    """Where what tshark found differs from the frame's bytes as the Python module reads them."""
    raw = bytes.fromhex(frame["bytes"])
    found = []

    def compare(name: str, expected: int) -> None:
        if name not in packet.fields:
            found.append(f"{name} is missing")
        elif value(packet.fields, name) != expected:
            found.append(f"{name} is {packet.fields[name]}, expected {expected:#x}")

    for name, expected in wire.BRIDGE.unpack(raw[wire.BRIDGE_OFFSET :]).items():
        compare(f"expether.{name}", expected)
    header = wire.BridgeHeader.unpack(raw[wire.BRIDGE_OFFSET :])
    if header.type == wire.FRAME_TYPE["data"]:
        tlps = wire.unpack_area(area_of(frame))
        if len(packet.tlps) != len(tlps):
            found.append(f"{len(packet.tlps)} TLPs, expected {len(tlps)}")
        for there, here in zip(packet.tlps, tlps, strict=False):
            found += tlp_mistakes(there, here)
    elif header.type == wire.FRAME_TYPE["keep-alive"]:
        for name, expected in wire.KEEP_ALIVE.unpack(area_of(frame)).items():
            compare(f"expether.keep_alive.{name}", expected)
    elif header.type == wire.FRAME_TYPE["open"] and header.acknowledgement is not None:
        compare("expether.open.heard", header.acknowledgement)
    return found


def test_dissector__finds_every_field__in_every_kind_of_frame() -> None:
    frames = written()
    assert len(dissected()) == len(frames)
    kinds = set()
    for frame, packet in zip(frames, dissected(), strict=True):
        if not frame["malformed"]:
            assert mistakes(packet, frame) == [], frame["name"]
            assert not any(f"expether.{name}" in packet.fields for name in EXPERTS), frame["name"]
            kinds |= {tlp["kind"] for tlp in frame["tlps"]}
    assert kinds == wire.KINDS.keys()
    assert max(len(packet.tlps) for packet in dissected()) == 60


def test_dissector__comparison_notices__other_values() -> None:
    """The checker's own mutant: the fields of one frame are not those of the next."""
    pairs = list(zip(written(), dissected(), strict=True))
    good = [(frame, packet) for frame, packet in pairs if not frame["malformed"]]
    for (frame, _), (_, packet) in zip(good[1:], good, strict=False):
        assert mistakes(packet, frame) != [], frame["name"]


def test_dissector__comparison_notices__a_missing_tlp() -> None:
    frame, packet = next(
        pair
        for pair in zip(written(), dissected(), strict=True)
        if pair[0]["name"] == "several TLPs"
    )
    fewer = Packet(packet.fields, packet.tlps[:-1])
    swapped = Packet(packet.fields, packet.tlps[::-1])
    assert mistakes(packet, frame) == []
    assert mistakes(fewer, frame) == ["3 TLPs, expected 4"]
    assert mistakes(swapped, frame) != []


def test_dissector__agrees_with_cocotbext_pcie__about_addresses() -> None:
    """Not only with tables from the same source: the outside model reads the same TLPs."""
    compared = 0
    for frame, packet in zip(written(), dissected(), strict=True):
        if frame["malformed"]:
            continue
        for fields, here in zip(packet.tlps, frame["tlps"], strict=True):
            if here["kind"].startswith("Msg"):
                continue
            (kind,) = fields["expether.tlp.kind"]
            assert kind == here["kind"]
            if len(packet.tlps) == 1:
                there = OutsideTlp.unpack(area_of(frame))
                if "expether.tlp.byte_address" in fields:
                    assert value(fields, "expether.tlp.byte_address") == there.address
                    compared += 1
                part = "completion" if kind.startswith("Cpl") else "request"
                assert value(fields, f"expether.tlp.{part}.requester") == int(there.requester_id)
    assert compared >= 8


MALFORMED = {
    "another version": "wrong_version",
    "unknown frame type": "wrong_type",
    "TLP area longer than the frame": "malformed",
    "no TLP": "malformed",
    "TLP area longer than its TLP": "malformed",
    "TLP area ends within a TLP": "malformed",
    "TLP longer than its area": "malformed",
    "unknown TLP type": "malformed",
    "TLPs without a gap": "malformed",
    "unknown type of the second TLP": "malformed",
    "TLP with too much payload": "malformed",
    "keep-alive body cut off": "malformed",
    "ack with something in it": "malformed",
    "frame ends within the bridge header": "malformed",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_dissector__warns__about_each_malformed_frame(name: str) -> None:
    (number,) = (i for i, frame in enumerate(written()) if frame["name"] == name)
    assert written()[number]["malformed"]
    shown = {e for e in EXPERTS if f"expether.{e}" in dissected()[number].fields}
    assert shown == {MALFORMED[name]}


def test_dissector__malformed_frames__are_all_here() -> None:
    assert [f["name"] for f in written() if f["malformed"]] == list(MALFORMED)


def test_dissector__summary__names_the_tlps_and_what_frames_say() -> None:
    out, _ = tshark(sample_capture(), DISSECTOR)
    lines = dict(zip((f["name"] for f in written()), out.splitlines(), strict=True))
    assert "data, seq 0, MRd 0x0000000000001000 12:03.4" in out.splitlines()[0]
    assert "Msg Assert_INTA" in out.splitlines()[9]
    assert "MRd 0x0000000000001000 12:03.4, MWr 0x0000feedf00d0000" in lines["several TLPs"]
    assert (
        "open, incarnation 12345678, to 9abcdef0, wants an answer, an offer"
        in lines["open, an offer"]
    )
    assert "open, incarnation 12345678, to 9abcdef0" in lines["open, answered"]
    assert "wants an answer" not in lines["open, answered"]
    assert "ack, seq 20, ack 19, busy" in lines["ack, busy"]
    assert "host bridge, group 100" in lines["keep-alive"]


def test_dissector__keep_alive__lists_the_capabilities() -> None:
    (number,) = (i for i, frame in enumerate(written()) if frame["name"] == "keep-alive")
    shown = dissected()[number].fields["expether.keep_alive.capability"]
    assert sorted(shown) == ["aggregation", "rate control"]


def test_dissector__errors_of_lua__would_be_noticed(tmp_path: Path) -> None:
    """A script that fails has to fail these tests, since tshark itself goes on without it."""
    broken = tmp_path / "broken.lua"
    broken.write_text(DISSECTOR.read_text().replace("add_header(headers.bridge", "add_header(nil"))
    out, errors = tshark(sample_capture(), broken, "-T", "json", "--no-duplicate-keys")
    packet = Packet.of(json.loads(out)[0]["_source"]["layers"])
    assert "Lua" in errors or mistakes(packet, written()[0]) != []
