"""What IEEE 802.3 clause 46 asks of a transmitter, checked on frames that a sink collected."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

CLOCK_PS = 6_400  # 156.25 MHz
LANE_PS = CLOCK_PS // 8
PREAMBLE = bytes([0x55] * 7 + [0xD5])
MIN_FRAME = 60  # without FCS
GAP = 12  # average, Terminate included, Start not
MAX_DEFICIT = 3


def checked_payload(data: bytes, ctrl: Sequence[int] | None, start_lane: int) -> bytes:
    """The frame between preamble and FCS, if all around it is right."""
    assert start_lane in (0, 4), f"frame starts in lane {start_lane}, only 0 and 4 are allowed"
    if ctrl is not None and any(ctrl):
        place = next(i for i, is_control in enumerate(ctrl) if is_control)
        raise AssertionError(f"control character {data[place]:#04x} at byte {place} of the frame")
    assert data[:8] == PREAMBLE, f"preamble {data[:8].hex()}, expected {PREAMBLE.hex()}"
    body, fcs = data[8:-4], data[-4:]
    assert len(body) >= MIN_FRAME, f"frame of {len(body)} bytes without FCS is not padded"
    expected = zlib.crc32(body).to_bytes(4, "little")
    assert fcs == expected, f"FCS {fcs.hex()}, expected {expected.hex()}"
    return body


def padded(frame: bytes) -> bytes:
    """What a frame looks like on the wire, FCS left out."""
    return frame + bytes(max(0, MIN_FRAME - len(frame)))


def gaps(frames: Sequence[Any]) -> list[int]:
    """Characters from each Terminate up to the next Start, Terminate included."""
    return [
        round((after.sim_time_start - before.sim_time_end) / LANE_PS)
        for before, after in pairwise(frames)
    ]


def check_deficit(found: Sequence[int]) -> None:
    """Holds gaps to the deficit idle count: never more than 3 characters owed, 12 on average."""
    deficit = 0
    for number, gap in enumerate(found):
        deficit = max(0, deficit + GAP - gap)
        assert deficit <= MAX_DEFICIT, (
            f"gap {number} of {gap} characters: {deficit} idle characters owed, "
            f"{MAX_DEFICIT} allowed; gaps so far {list(found[max(0, number - 4) : number + 1])}"
        )


def check_line_rate(found: Sequence[int]) -> None:
    """Holds gaps to an average of 12: what was always waiting leaves at line rate."""
    surplus = sum(found) - GAP * len(found)
    # Up to 3 characters may be saved or owed when the last frame ends.
    assert surplus <= MAX_DEFICIT, (
        f"{surplus} idle characters more than line rate over {len(found)} gaps "
        f"(average {sum(found) / len(found):.2f}, expected {GAP})"
    )
