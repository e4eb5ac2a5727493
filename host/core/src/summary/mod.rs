//! The final figures of a run, as data. Not their layout on a terminal.
