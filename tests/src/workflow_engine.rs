//! The example target in this process, in a thread of its own.
//!
//! Not the program `workflow-engine`: its own tests are beside it.

use std::sync::mpsc;

use workflow_engine::{Config, Server, Totals};

use crate::background::Background;

/// A running example target.
#[derive(Debug)]
pub struct WorkflowEngine {
    url: String,
    background: Background<Totals>,
}

impl WorkflowEngine {
    /// Starts it with a temporary database.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        let (started, url) = mpsc::channel();
        let background = Background::start(move |stop| async move {
            let server = Server::start(Config::default()).await.expect("the example target");
            started.send(server.url()).expect("the test waits for it");
            // The sender is never dropped without a word: both mean the end.
            drop(stop.await);
            server.stop().await
        });
        Self { url: url.recv().expect("the example target has started"), background }
    }

    /// `http://ADDRESS:PORT`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it and returns what it counted.
    pub fn stop(self) -> Totals {
        self.background.stop()
    }
}
