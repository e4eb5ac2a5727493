//! What one VU keeps of HTTP between its requests and iterations. It is dropped with the VU, connections and all.

use std::sync::Arc;

use http::HeaderMap;

use super::budget::{Budget, Handles};
use super::names::Names;
use super::params::{self, Settings};
use super::pool::Pool;
use super::shared::HttpShared;
use super::tags::Tags;
use super::target::Targets;

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
            spare: Vec::new(),
        }
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
