"""Beat streams (ready/valid, 64 bits, keep, last, error) from cocotb's side.

Byte 0 is in data[7:0]; keep is contiguous from lane 0 and full except on the last beat; error
counts with last only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cocotb
from cocotb.queue import Queue
from cocotb.triggers import RisingEdge
from cocotb.utils import get_sim_time

LANES = 8


@dataclass(frozen=True)
class Frame:
    """What one run of beats up to `last` carried, and when (ps, at the sampling edge)."""

    data: bytes
    error: bool = False
    first_edge: int = 0
    last_edge: int = 0


class StreamRuleBroken(AssertionError):
    """A block broke the rules of the stream itself."""


def beats(frame: Frame) -> Iterator[tuple[int, int, bool, bool]]:
    """(data, keep, last, error) of each beat."""
    for start in range(0, len(frame.data), LANES):
        part = frame.data[start : start + LANES]
        last = start + LANES >= len(frame.data)
        keep = (1 << len(part)) - 1
        yield int.from_bytes(part, "little"), keep, last, last and frame.error


class BeatSource:
    """Drives a stream into a block. `pauses` says of each clock whether to hold back."""

    def __init__(self, dut: Any, name: str, clock: Any) -> None:
        self._signals = {
            part: getattr(dut, f"{name}_{part}") for part in ("data", "keep", "last", "error")
        }
        self._valid = getattr(dut, f"{name}_valid")
        self._ready = getattr(dut, f"{name}_ready")
        self._clock = clock
        self._queue: Queue[tuple[Frame, Iterator[bool] | None]] = Queue()
        # A pause here is taken between frames only.
        self.gap_pauses: Iterator[bool] | None = None
        self.sent: list[Frame] = []
        self._idle()
        cocotb.start_soon(self._run())

    def send(self, frame: Frame | bytes, pauses: Iterator[bool] | None = None) -> None:
        """Queues a frame. With `pauses`, valid falls inside the frame where it yields True."""
        self._queue.put_nowait((frame if isinstance(frame, Frame) else Frame(frame), pauses))

    def empty(self) -> bool:
        return self._queue.empty()

    def _idle(self) -> None:
        self._valid.value = 0
        # What is driven while nothing is valid must not matter.
        self._signals["data"].value = 0xDEAD_BEEF_DEAD_BEEF
        for part in ("keep", "last", "error"):
            self._signals[part].value = 0

    async def _run(self) -> None:
        edge = RisingEdge(self._clock)
        while True:
            if self._queue.empty() or (self.gap_pauses and next(self.gap_pauses)):
                self._idle()
                await edge
                continue
            frame, pauses = self._queue.get_nowait()
            first = 0
            for data, keep, last, error in beats(frame):
                while pauses is not None and first and next(pauses):
                    self._idle()
                    await edge
                self._signals["data"].value = data
                self._signals["keep"].value = keep
                self._signals["last"].value = last
                self._signals["error"].value = error
                self._valid.value = 1
                await edge
                while not int(self._ready.value):
                    await edge
                now = int(get_sim_time("ps"))
                first = first or now
            self.sent.append(Frame(frame.data, frame.error, first, now))


class BeatSink:
    """Collects frames from a block and holds it to the rules of the stream.

    Without `ready` on the stream every valid beat counts. `stalls` says of each clock whether to
    withhold ready. What comes in reset does not count, and ends a frame that had begun.
    """

    def __init__(self, dut: Any, name: str, clock: Any) -> None:
        self._name = name
        parts = ("data", "keep", "last", "error", "valid")
        self._signals = {part: getattr(dut, f"{name}_{part}") for part in parts}
        self._ready = getattr(dut, f"{name}_ready", None)
        self._clock = clock
        self._reset = dut.reset
        self.stalls: Iterator[bool] | None = None
        self.frames: Queue[Frame] = Queue()
        cocotb.start_soon(self._run())

    async def _run(self) -> None:
        edge = RisingEdge(self._clock)
        data = bytearray()
        first = 0
        offered = True
        if self._ready is not None:
            self._ready.value = 1
        while True:
            await edge
            if int(self._reset.value):
                data.clear()
                first = 0
            elif int(self._signals["valid"].value) and offered:
                now = int(get_sim_time("ps"))
                first = first or now
                keep = int(self._signals["keep"].value)
                last = bool(int(self._signals["last"].value))
                data += self._kept(keep, last)
                if last:
                    error = bool(int(self._signals["error"].value))
                    self.frames.put_nowait(Frame(bytes(data), error, first, now))
                    data.clear()
                    first = 0
            if self._ready is not None:
                offered = not (self.stalls and next(self.stalls))
                self._ready.value = int(offered)

    def _kept(self, keep: int, last: bool) -> bytes:
        count = keep.bit_length()
        if keep != (1 << count) - 1 or not keep:
            raise StreamRuleBroken(f"{self._name}: keep {keep:#04x} is not contiguous from lane 0")
        if count < LANES and not last:
            raise StreamRuleBroken(f"{self._name}: keep {keep:#04x} on a beat that is not the last")
        return int(self._signals["data"].value).to_bytes(LANES, "little")[:count]
