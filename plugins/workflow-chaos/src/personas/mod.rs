//! The personas: one file, and one function that an iteration calls, for each. Not their numbers: [`plan`](crate::plan) says
//! how many there are.

pub(crate) mod batch_job;
pub(crate) mod ci_cd;
pub(crate) mod developer;
pub(crate) mod devops;
pub(crate) mod health_monitor;
pub(crate) mod platform_user;
