//! docs/model.md.

use std::fmt::Write;

use crate::catalogue::{Kill, Run, Subject, Verdict};
use crate::checker::Broken;
use crate::end::Row;
use crate::properties::Property;

const INTRODUCTION: &str = "\
# Model of the connection

Made by `make model`; not edited by hand. What is explored is `testbench/model`: the tables of [protocol.md](protocol.md) as a step
function of one end (`expether_model::End`), two ends, and the network between them. Every reachable state within the bounds is visited, breadth first, and
compared whole, not by a hash.

**The network forgets nothing.** Whatever an end can send in its state counts as sent at once; whatever was sent can arrive at any time, any number of times, in any
order, or never. So loss, doubling, reordering and delay are all in it, and frames in flight need no bound. What ends a frame's life is only that numbers do not come again, as
[protocol.md](protocol.md) assumes of the lifetime.

At any time software may want the entry or not, a connection may end (`DEAD_TIME`, software, another address or group), and an end may be reset, which loses `next`. Bounds are
the *numbers* that an end draws (one of them is always drawn ahead), its *resets*, and *TLPs* of an end in each connection. *All frames*: the state has
everything ever sent. *Reduced*: frames that can do nothing any more are forgotten; `Connection::reduced` says which and why, and a test compares the two.
*Equal tags*: one end is reset, and a number of its new life may have any of 3 tags, those of numbers of its old life too.
";

const LIMITS: &str = "\
In the models of the limit and of the window everything is counted from what is acknowledged: their runs have no end, and numbers wrap as often as they like.
C is the room of the queue (32 in a bridge), M what limits are counted modulo (256). Frames of the receiver are all pairs of acknowledgement and limit that it can have had. The
window's numbers are modulo 64, have to be within 7 of the TLP expected, and 5 TLPs are unacknowledged at most.
";

const FOUND: &str = "\
## What it found

1. *Two confirmed ends, not connected to each other.* An open frame with S = `peer` and R = `own` confirmed a connection whatever its flags. An opening end and an offer
   have the same numbers, and neither is connected: its sender may connect to another number later (a late frame with R = its number suffices). Both ends were then confirmed and silent. So an
   open frame confirms only without w: only a connected end sends such. Mutants: `ConfirmedByAnyOpen`, `ConfirmedUnlessOffer`, `ConfirmedWhenConnecting`.
2. *TLPs of a life before.* If one end was reset while the other was still opening, and the new number had the tag of the old one (once in 2^16), the opening end connected to the
   new number under the number that the old one knew, and took its data. So data and ack frames are sent only by a confirmed end: those who get them are connected,
   and are so only once. Mutant: `DataWhileUnconfirmed`.
3. *Numbers again after one reset.* A single reset suffices, if the end draws the same numbers as before (the same seed): mutant `NumbersAgainOne`. The other end need not be reset.

If tags are equal after a reset of one end, an end may be connected to the number of the old life and the other end's new number to it, and the two exchange TLPs by their tags: each once, in order, from 0 on both
sides. So with equal tags `same_connection` means one connection of the sender for one of the receiver, not the same 32 bits, and `no_false_peace` looks at tags.
Within the bounds R of a close frame need not be compared: S alone names one connection.
";

const NOT_COVERED: &str = "\
## What is not covered

- Bounds: nothing is said about longer runs of the connection, except where a table says that runs have no end.
- Time: intervals, limits of answers and offers, `DEAD_TIME` too short for the path, sizes of open frames, PAUSE. An answer or offer that waits is one that is late; it
  has to be forgotten when its connection ends.
- Forged frames, keep-alive frames, learning, more than one peer, other addresses and groups (a change is an end of the connection; frames under the old ones count as arriving).
- Both ends reset with equal numbers: the probability is in [protocol.md](protocol.md).
- Frames of several TLPs that are accepted as a whole or not at all, NAK, BUSY, the probe: they change when something is sent, or drop a frame. [Proofs](proofs.md) are about the RTL.
- The RTL: the block `connection` goes beside the model through 12,000 random events (`connection__any_events__go_as_in_the_model`), not through all of them.
- `reconnects` holds if nothing is lost from some time on; that it happens with random loss follows, how soon is not said.

**Why a checker of its own.** `stateright` 0.31.0 (MIT) was looked at: 71 crates, a web server among them; it keeps 64 bits of each state, so that two may
be taken for one; and it has no question such as `reconnects`, which needs every state found. The checker is 200 lines.
";

/// What is printed of a run's bounds.
pub fn describe(subject: Subject) -> String {
    match subject {
        Subject::Connection(bounds) => {
            let [a, b] = bounds.numbers;
            let [resets_a, resets_b] = bounds.resets;
            let frames = if bounds.reduce { "reduced" } else { "all frames" };
            let tags = if bounds.tags == 0 { "" } else { "; equal tags" };
            format!(
                "numbers {a} and {b}, resets {resets_a} and {resets_b}, TLPs {}; {frames}{tags}",
                bounds.tlps
            )
        }
        Subject::Limit(room, modulus, window, posted, history) => {
            let kinds = if posted { "posted and non-posted" } else { "non-posted" };
            let late = if history == 0 {
                String::new()
            } else {
                format!(", frames late by up to {history} acknowledged TLPs")
            };
            format!("C = {room}, M = {modulus}, {window} TLPs unacknowledged, {kinds}{late}")
        }
        Subject::Window(late) => format!("frames late by up to {late} TLPs"),
    }
}

/// The page.
pub fn page(runs: &[(Run, Verdict)], kills: &[(Kill, Verdict)]) -> String {
    let mut text = String::from(INTRODUCTION);
    let mut line = |line: String| {
        let _ = writeln!(text, "{line}");
    };
    line(format!("\n{LIMITS}"));
    line("| run | bounds | states | steps | depth | seconds | result |".into());
    line("|---|---|---:|---:|---:|---:|---|".into());
    for (run, verdict) in runs {
        let result = match (&verdict.broken, verdict.cut) {
            (Some(broken), _) => format!("**`{}` broken**", broken.property.name()),
            (None, true) => "**too many states**".into(),
            (None, false) => "holds".into(),
        };
        let seconds = verdict.time.as_secs().max(1);
        line(format!(
            "| {} | {} | {} | {} | {} | {seconds} | {result} |",
            run.name,
            describe(run.subject),
            verdict.states,
            verdict.steps,
            verdict.depth
        ));
    }
    line("\n## Properties\n".into());
    line("| property | what it says |\n|---|---|".into());
    for property in Property::ALL {
        line(format!("| `{}` | {} |", property.name(), property.says()));
    }
    let pairs = runs.iter().filter_map(|(_, verdict)| verdict.pairs);
    if let Some((pairs, most)) = pairs.max() {
        line(format!(
            "\n`reconnects` is asked of {pairs} pairs of ends, equal ones but for the names of numbers being one; it takes {most} intervals at most."
        ));
    }
    line("\n## Mutants\n".into());
    line("*Steps* are those of a shortest run from the beginning that breaks the property; of `reconnects`, a pair of ends is found that does not connect.\n".into());
    line("| mutant | what is changed | breaks | within | steps |\n|---|---|---|---|---:|".into());
    for (kill, verdict) in kills {
        let steps = match &verdict.broken {
            Some(Broken { property: Property::Reconnects, .. }) => "-".into(),
            Some(broken) => broken.steps.to_string(),
            None => "**lives**".into(),
        };
        line(format!(
            "| `{:?}` | {} | `{}` | {} | {steps} |",
            kill.mutant,
            kill.mutant.says(),
            kill.breaks.name(),
            describe(kill.subject)
        ));
    }
    line("\n## Rows\n".into());
    line("Every row of the tables is taken by the runs:\n".into());
    for (row, says) in Row::ALL {
        let taken = runs.iter().any(|(_, verdict)| verdict.rows.contains(&row));
        line(format!("- {says}{}", if taken { "" } else { ": **never**" }));
    }
    format!("{text}\n{FOUND}\n{NOT_COVERED}")
}
