//! Typed mirror expressions (being written).
