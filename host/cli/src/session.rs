//! One run from a resolved plan to a summary: VUs, setup, load, thresholds, teardown. Not the plan's resolution, and not
//! what is shown of the result.
//!
//! Three kinds of threads: workers run VUs; a control thread runs the scheduler, so that nothing delays a start; and this
//! one collects figures once a second, judges thresholds and draws progress.
