"""The checkers' own mutants: each thing they are there to catch, they catch."""

from __future__ import annotations

import zlib

import pytest

from support import xgmii
from support.beat import Frame, beats


def good(length: int = 60) -> bytes:
    body = bytes(i % 251 for i in range(length))
    return xgmii.PREAMBLE + body + zlib.crc32(body).to_bytes(4, "little")


def test_checked_payload__returns_body__of_a_good_frame() -> None:
    assert xgmii.checked_payload(good(), None, 0) == good()[8:-4]
    assert xgmii.checked_payload(good(), [0] * 72, 4) == good()[8:-4]


@pytest.mark.parametrize("bit", [0, 63, 64, 8 * 40, 8 * 68, 8 * 72 - 1])
def test_checked_payload__rejects__any_flipped_bit(bit: int) -> None:
    frame = bytearray(good())
    frame[bit // 8] ^= 1 << bit % 8
    with pytest.raises(AssertionError):
        xgmii.checked_payload(bytes(frame), None, 0)


@pytest.mark.parametrize(
    ("data", "ctrl", "lane", "says"),
    [
        (good(), None, 1, "lane 1"),
        (good(), [0] * 20 + [1] + [0] * 51, 0, "at byte 20"),
        (good(59), None, 0, "not padded"),
        (good()[:-1], None, 0, "not padded"),
        (good(61)[:20] + good(61)[21:], None, 0, "FCS"),
    ],
)
def test_checked_payload__rejects__broken_framing(
    data: bytes, ctrl: list[int] | None, lane: int, says: str
) -> None:
    with pytest.raises(AssertionError, match=says):
        xgmii.checked_payload(data, ctrl, lane)


@pytest.mark.parametrize("found", [[12, 12], [9, 15], [11, 11, 11, 15], [100, 9], [13, 11, 12]])
def test_check_deficit__accepts__what_the_standard_allows(found: list[int]) -> None:
    xgmii.check_deficit(found)


@pytest.mark.parametrize("found", [[8], [9, 11], [11, 11, 11, 11], [100, 8], [16, 9, 11]])
def test_check_deficit__rejects__more_than_three_owed(found: list[int]) -> None:
    with pytest.raises(AssertionError, match="owed"):
        xgmii.check_deficit(found)


def test_check_line_rate__rejects__one_wasted_word() -> None:
    xgmii.check_line_rate([12, 11, 13, 15])
    with pytest.raises(AssertionError, match="line rate"):
        xgmii.check_line_rate([12, 12, 20, 12])


def test_beats__put_byte_0_in_lane_0__and_error_on_last_only() -> None:
    found = list(beats(Frame(bytes(range(10)), error=True)))
    assert found == [(0x0706050403020100, 0xFF, False, False), (0x0908, 0x03, True, True)]
