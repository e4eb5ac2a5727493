//! Whole runs on a paused clock: every executor, and everything that can end one, with exact figures.

mod closed;
mod fake;
mod lifecycle;
mod mix;
mod open;
mod plans;
mod properties;
mod ramping;
mod replacing;
mod threads;
