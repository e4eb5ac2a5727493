//! A small but real workflow-orchestration API: the system that wasmload's examples and tests put under load.
//!
//! It stores workflows with versions, builds and runs their graphs, keeps executions with traces, and counts what it
//! does, down to the bytes on its sockets, so that a load tester's numbers can be checked against it. It can also be told
//! to misbehave. It is not a product: one user, no TLS, no migrations.
//!
//! ```no_run
//! # async fn example() -> Result<(), workflow_engine::StartError> {
//! use workflow_engine::{Config, Server};
//!
//! let server = Server::start(Config::default()).await?;
//! println!("{}", server.url());
//! let totals = server.stop().await;
//! assert_eq!(totals.requests, 0);
//! # Ok(())
//! # }
//! ```

mod accept;
mod activity;
mod api;
mod app;
mod auth;
mod compile;
mod config;
mod counted;
mod db;
mod error;
mod extract;
mod faults;
mod graph;
mod hub;
mod ids;
mod metrics;
mod run;
mod server;
mod shutdown;
mod store;

pub use config::{Config, Misbehaviour};
pub use server::{Server, StartError, Totals};
