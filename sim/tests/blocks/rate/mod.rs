//! `round_trip` and `rate_controller`: against plain integers, and in a closed loop with a switch.

mod arithmetic;
mod closed_loop;
mod figures;
mod model;
mod scenario;
