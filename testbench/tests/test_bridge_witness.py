"""Both bridges against witnesses from outside: Scapy, cocotbext-pcie, -eth and -axi.

Each case of the modules below is a test here; a mutant of what each goes by has to be caught.
"""

from __future__ import annotations

from functools import cache

import pytest

from support.simulation import Bench, cases_of
from support.tools import emitted

TOPS = ("host_bridge", "device_bridge")
MODULES = ("data", "loss", "open", "station")
# Each case, and the module that has it.
CASES = {
    case: f"bridge_{module}_cocotb"
    for module in MODULES
    for case in cases_of(f"bridge_{module}_cocotb")
}
# A case, what is wrong in it, and what it has to say.
MUTANTS = [
    ("bridge__sends_each_tlp__in_a_frame_of_its_own", "bit", "travels as"),
    ("bridge__delivers_each_tlp__and_acknowledges_it", "bit", "TLP 0"),
    ("bridge__delivers_each_tlp__and_acknowledges_it", "number", "TLP 1 is expected next"),
    ("bridge__delivers_each_tlp__and_acknowledges_it", "held", "an echo says"),
    ("bridge__refuses__what_may_not_travel_its_way", "allowed", "was sent"),
    ("bridge__drops_and_counts__what_is_not_for_it", "one", "a TLP was delivered"),
    ("bridge__drops_and_counts__what_is_not_for_it", "16 bits", "a TLP was delivered"),
    (
        "bridge__drops_whole_and_counts__a_frame_with_a_tlp_that_contradicts_it",
        "right",
        "a TLP was delivered",
    ),
    ("bridge__drops_and_counts__a_bad_fcs", "undamaged", "counted"),
    ("bridge__answers_once__gap_and_duplicate", "no gap", "not answered by a NAK"),
    ("bridge__acknowledges__with_data_and_after_eight_frames", "data", "nothing rides"),
    ("bridge__acknowledges__with_data_and_after_eight_frames", "seven", "sent no frame within 50"),
    ("bridge__keeps_to_its_window__in_frames_and_in_bytes", "frames", "a frame beyond the window"),
    ("bridge__says_that_it_is_busy__until_there_is_room", "room", "sent no frame"),
    ("bridge__resends__until_acknowledged", "timeout", "resent after"),
    ("bridge__resends__until_acknowledged", "acknowledged", "resent after it was acknowledged"),
    ("bridge__tells_everything_again__after_the_longest_timeout", "late", "told again after"),
    ("bridge__sends_what_waits__in_one_frame_up_to_the_mtu", "mtu", "TLPs in"),
    ("bridge__sends_what_waits__in_one_frame_up_to_the_mtu", "bit", "the area is another"),
    ("bridge__packs_anew__what_it_sends_again", "apart", "sent again in 10 frames"),
    ("bridge__delivers_every_tlp_of_a_frame__and_acknowledges_by_number", "again", "expected next"),
    ("bridge__delivers_every_tlp_of_a_frame__and_acknowledges_by_number", "bit", "arrives as"),
    ("bridge__sends_no_more_reads__than_the_peer_has_room_for", "limit", "a read beyond the limit"),
    ("bridge__tells_room_for_reads__as_they_are_handed_over", "told", "the peer may send"),
    ("bridge__delivers_no_more__than_the_links_credits_allow", "data", "data for a TLP less one"),
    ("bridge__passes__only_ids_that_are_routed_to_the_peer", "inside", "passes"),
    ("bridge__probes__with_the_last_frame_far_before_the_timeout", "late", "probed after"),
    ("bridge__opens_a_connection__when_the_peer_names_its_number", "not compared", "NAK 0"),
    (
        "bridge__opens_a_connection__when_the_peer_names_its_number",
        "early",
        "before it is confirmed",
    ),
    ("bridge__is_confirmed__by_a_data_frame_or_given_up", "more", "expected a close frame"),
    (
        "bridge__opens_nothing__without_seed_or_with_too_short_frames",
        "seeded",
        "without a seed",
    ),
    ("bridge__answers_few__open_frames_at_once", "fewer", "answers to 12"),
    ("bridge__ends_its_connection__when_what_it_means_is_changed", "other", "delivered no TLP"),
    ("bridge__finds_the_path__and_sends_no_longer_frame", "long", "sent no frame within 4000"),
    ("bridge__a_new_connection__begins_with_the_room_that_is_left", "room", "there is room for"),
    ("bridge__stays_connected__whatever_may_be_of_before", "late", "type 4"),
    ("bridge__stays_connected__whatever_may_be_of_before", "one tag", "the peer's last tag"),
    ("bridge__opens_anew__when_the_peer_has_started_over", "number", "delivered no TLP"),
    ("bridge__opens_anew__when_the_peer_has_started_over", "heard", "expected a close frame"),
    ("bridge__closes_a_connection__for_peer_software_and_silence", "any", "another incarnation"),
    (
        "bridge__closes_a_connection__for_peer_software_and_silence",
        "idle",
        "closed although the peer is busy",
    ),
    ("bridge__announces_itself__by_keep_alive_frames", "node", ", expected "),
    ("bridge__learns_and_loses_peers__by_keep_alive_frames", "role", "sent no frame"),
    ("bridge__stands_still__while_the_neighbour_pauses_it", "none", "sent after"),
    ("bridge__tells_the_neighbour__that_it_hears_a_fault", "none", "under fault"),
]


@cache
def bench(top: str) -> Bench:
    return Bench(top, list(emitted(top)))


# Beginnings of the cases in which the device bridge could differ: by its direction and its role.
# All else is `fabric_port`, which both share.
BY_ROLE = (
    "bridge__refuses",
    "bridge__sends_each",
    "bridge__delivers_each",
    "bridge__opens_a_connection",
    "bridge__announces",
    "bridge__learns",
)
RUNS = [(case, TOPS[0]) for case in CASES]
RUNS += [(case, TOPS[1]) for case in CASES if case.startswith(BY_ROLE)]


@pytest.mark.parametrize(("case", "top"), RUNS)
def test_bridge(case: str, top: str) -> None:
    outcome = bench(top).run(CASES[case], case)
    assert outcome.passed, outcome.message


def test_bridge__every_case__has_a_mutant() -> None:
    assert {case for case, _, _ in MUTANTS} == set(CASES)


@pytest.mark.parametrize(("case", "mutant", "says"), MUTANTS)
def test_bridge__mutant_is_caught(case: str, mutant: str, says: str) -> None:
    outcome = bench(TOPS[0]).run(CASES[case], case, {"MUTANT": mutant})
    assert not outcome.passed, f"mutant {mutant} went unnoticed"
    assert says in outcome.message.splitlines()[0], outcome.message
