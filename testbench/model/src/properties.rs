//! What is claimed. Each has a name, by which docs/model.md and the mutants refer to it.

/// A claim about every reachable state or step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// S1.
    DeliveredOnce,
    /// S2.
    InOrder,
    /// S3.
    SameConnection,
    /// S4.
    FreedWasDelivered,
    /// S5.
    NoLateEnd,
    /// S6.
    NoFalsePeace,
    /// C2.
    OneConnectionANumber,
    /// From every state, whatever was lost, both ends connect.
    Reconnects,
    /// Non-posted TLPs fit the receiver's queue.
    WithinRoom,
    /// The limit believed does not fall.
    LimitGrows,
}

impl Property {
    /// All, in the order of the page.
    pub const ALL: [Property; 10] = [
        Property::DeliveredOnce,
        Property::InOrder,
        Property::SameConnection,
        Property::FreedWasDelivered,
        Property::NoLateEnd,
        Property::NoFalsePeace,
        Property::OneConnectionANumber,
        Property::Reconnects,
        Property::WithinRoom,
        Property::LimitGrows,
    ];

    /// Its name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Property::DeliveredOnce => "delivered_once",
            Property::InOrder => "in_order",
            Property::SameConnection => "same_connection",
            Property::FreedWasDelivered => "freed_was_delivered",
            Property::NoLateEnd => "no_late_end",
            Property::NoFalsePeace => "no_false_peace",
            Property::OneConnectionANumber => "one_connection_a_number",
            Property::Reconnects => "reconnects",
            Property::WithinRoom => "within_room",
            Property::LimitGrows => "limit_grows",
        }
    }

    /// What it says.
    pub fn says(self) -> &'static str {
        match self {
            Property::DeliveredOnce => "no TLP is delivered twice (C5)",
            Property::InOrder => {
                "the n-th TLP delivered in a connection is the n-th of its sender: none is left out (C5)"
            }
            Property::SameConnection => {
                "a TLP is delivered only in the connection in which it was sent (C3, C4)"
            }
            Property::FreedWasDelivered => "what an acknowledgement frees has been delivered (C6)",
            Property::NoLateEnd => {
                "no open or close frame ends a connection while both ends are connected to each other (C7)"
            }
            Property::NoFalsePeace => {
                "never are both ends connected and confirmed, but not to each other: an unconfirmed end keeps asking, two confirmed ones would not notice before `DEAD_TIME`"
            }
            Property::OneConnectionANumber => {
                "an end is connected at most once under one number (C2)"
            }
            Property::Reconnects => {
                "from every reachable pair of ends, with everything in flight lost, if nothing more is lost and no end is reset or times out, both ends become connected to each other and confirmed, whatever the order of arrival of the two directions, within five times `OPEN_INTERVAL`; then they are silent"
            }
            Property::WithinRoom => {
                "the sender never has more non-posted TLPs on the way and in the queue than the queue holds"
            }
            Property::LimitGrows => "the limit that the sender believes never falls",
        }
    }
}
