//! The ways in which a model can be made wrong, each on purpose.

/// A rule left out or replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // `says` has them.
pub enum Mutant {
    SenderTagOnly,
    ReceiverTagOnly,
    SequenceOnly,
    OwnNotRenewed,
    ConnectsWithoutOwn,
    PeerChanges,
    OfferEnds,
    OffersAlwaysAnswered,
    EndsOnAnyOpen,
    EndsOnNewOpen,
    OffersOwn,
    CloseByReceiverOnly,
    ConfirmedByAnyOpen,
    ConfirmedUnlessOffer,
    ConfirmedWhenConnecting,
    DataWhileUnconfirmed,
    AckOfAnyConnection,
    AckOfWhatWasNotSent,
    NumbersAgainBoth,
    NumbersAgainOne,
    TagsAgainInALife,
    NoOffers,
    NoAnswers,
    GapAccepted,
    DuplicateAccepted,
    LimitOfLateFrames,
    LimitTooFewBits,
    FramesTooLate,
    NumbersOf16Bits,
}

impl Mutant {
    /// What is changed.
    pub fn says(self) -> &'static str {
        match self {
            Mutant::SenderTagOnly => "`receiver_tag` is not compared",
            Mutant::ReceiverTagOnly => "`sender_tag` is not compared",
            Mutant::SequenceOnly => {
                "data frames are taken by `sequence` alone, whatever their tags"
            }
            Mutant::OwnNotRenewed => "an end opens with the number that it had",
            Mutant::ConnectsWithoutOwn => "an opening end connects on any open frame, whatever R",
            Mutant::PeerChanges => "a connected end takes another S with R = `own` for its peer",
            Mutant::OfferEnds => "an offer with R = `own` ends a connection, without R = `next`",
            Mutant::OffersAlwaysAnswered => "an offer with R ≠ `own` is answered by an offer",
            Mutant::EndsOnAnyOpen => "any open frame of another incarnation ends a connection",
            Mutant::EndsOnNewOpen => "an open frame that names no receiver ends a connection",
            Mutant::OffersOwn => "an offer has S = `own` instead of `next`",
            Mutant::CloseByReceiverOnly => "S of a close frame is not compared",
            Mutant::ConfirmedByAnyOpen => {
                "an open frame with S = `peer` and R = `own` confirms, w or not"
            }
            Mutant::ConfirmedUnlessOffer => "the same, unless it is an offer",
            Mutant::ConfirmedWhenConnecting => "who connects is confirmed at once, w or not",
            Mutant::DataWhileUnconfirmed => {
                "an unconfirmed end sends data; one end is reset and draws a tag that it had"
            }
            Mutant::AckOfAnyConnection => "acknowledgements are taken whatever their tags",
            Mutant::AckOfWhatWasNotSent => {
                "an acknowledgement that is not within what was sent counts"
            }
            Mutant::NumbersAgainBoth => "both ends, once reset, draw the same numbers again",
            Mutant::NumbersAgainOne => "one end, once reset, draws the same numbers again",
            Mutant::TagsAgainInALife => {
                "both ends, never reset, draw a tag twice within the lifetime"
            }
            Mutant::NoOffers => "a connected end does not answer another incarnation",
            Mutant::NoAnswers => "flag w is not heeded",
            Mutant::GapAccepted => "a TLP beyond the expected one is delivered",
            Mutant::DuplicateAccepted => "a TLP before the expected one is delivered",
            Mutant::LimitOfLateFrames => {
                "a limit counts whatever the age of its frame's acknowledgement"
            }
            Mutant::LimitTooFewBits => "limits are compared modulo 2C instead of more",
            Mutant::FramesTooLate => {
                "the network holds frames for as long as numbers take to repeat"
            }
            Mutant::NumbersOf16Bits => {
                "sequence numbers have so few bits that they repeat within the lifetime"
            }
        }
    }
}

/// The protocol, or the protocol with one rule broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    mutant: Option<Mutant>,
}

impl Rules {
    /// The rules of docs/protocol.md.
    pub fn protocol() -> Rules {
        Rules::default()
    }

    /// The same with one mutant.
    pub fn with(mutant: Mutant) -> Rules {
        Rules { mutant: Some(mutant) }
    }

    /// Whether this rule is broken.
    pub fn broken(self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }
}
