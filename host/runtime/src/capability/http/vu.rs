//! What one VU keeps of HTTP between its requests and iterations. It is dropped with the VU, connections and all.

use std::sync::Arc;

use http::HeaderMap;

use super::budget::{Budget, Handles};
use super::hop::Hop;
use super::names::Names;
use super::params::{self, Settings};
use super::pool::Pool;
use super::shared::HttpShared;
use super::tags::Tags;
use super::target::Targets;
use crate::outside::{Helper, Outside};

/// How many header maps are kept to be used again, and of how many fields each.
const MOST_SPARE: usize = 4;
const MOST_SPARE_FIELDS: usize = 64;

/// One VU's connections and caches.
#[derive(Debug)]
pub struct HttpVu {
    pub(super) pool: Pool,
    pub(super) targets: Targets,
    pub(super) names: Names,
    pub(super) tags: Tags,
    pub(super) defaults: Arc<Settings>,
    pub(super) params: Handles,
    pub(super) contents: Handles,
    pub(super) budget: Arc<Budget>,
    /// Where requests are handed over to be sent.
    pub(super) outside: Outside<Box<Hop>>,
    spare: Vec<HeaderMap>,
}

impl HttpVu {
    /// A VU without any connection.
    pub fn new(shared: &HttpShared) -> Self {
        let settings = &shared.settings;
        Self {
            pool: Pool::default(),
            targets: Targets::default(),
            names: Names::default(),
            tags: Tags::default(),
            defaults: Arc::new(Settings::new(settings.most_body_bytes)),
            params: Handles::new("params", settings.most_handles.min(params::MOST)),
            contents: Handles::new("content", settings.most_handles),
            budget: Budget::new(settings.most_kept_bytes),
            outside: Outside::default(),
            spare: Vec::new(),
        }
    }

    /// Sends what this VU's calls ask for: they have to be polled by it.
    pub(crate) fn sender(&self) -> Helper<Box<Hop>> {
        Helper::new(self.outside.clone(), Hop::serve)
    }

    /// Gives back what idle connections need only while something is sent over them: for a VU that will rest for a while.
    pub fn rest(&mut self) {
        self.pool.fold();
        self.spare = Vec::new();
    }

    /// A header map to build a request in; hyper builds the response in it too.
    pub(super) fn spare_headers(&mut self) -> HeaderMap {
        self.spare.pop().unwrap_or_default()
    }

    /// Takes a header map back.
    pub(super) fn give_back(&mut self, mut headers: HeaderMap) {
        if self.spare.len() < MOST_SPARE && headers.capacity() <= MOST_SPARE_FIELDS {
            headers.clear();
            self.spare.push(headers);
        }
    }
}
