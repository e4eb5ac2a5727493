//! Where the capabilities of one VU put their figures: its recorder, and the tags that its samples carry now.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use wasmload_core::metric::{MetricId, Recorder, Registry, TagSetId};

/// The most groups that may be open at once; deeper ones count as the last of these.
const MOST_GROUPS: usize = 16;

/// A VU's recorder and tags.
pub struct Samples {
    registry: Arc<Registry>,
    recorder: Recorder,
    /// The tags of the plan, the scenario and `set-tag`.
    own: TagSetId,
    /// `own` and the tag `group`: what every sample carries.
    current: TagSetId,
    /// The full names of the open groups, outermost first.
    groups: Vec<String>,
    /// Unions of tag sets that were needed before: a VU uses few, over and over.
    unions: FxHashMap<(TagSetId, TagSetId), TagSetId>,
}

impl Samples {
    /// Samples that go to that recorder, with those tags to begin with.
    pub fn new(registry: Arc<Registry>, recorder: Recorder, tags: TagSetId) -> Self {
        Self { registry, recorder, own: tags, current: tags, groups: Vec::new(), unions: FxHashMap::default() }
    }

    /// Where names become numbers.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The recorder, for whoever has a full tag set already.
    pub fn recorder(&mut self) -> &mut Recorder {
        &mut self.recorder
    }

    /// The tags that every sample carries now.
    pub fn tags(&self) -> TagSetId {
        self.current
    }

    /// Adds a value with the VU's tags and those of `extra`, which win.
    pub fn add(&mut self, metric: MetricId, extra: TagSetId, value: f64) {
        let tags = self.tags_with(extra);
        self.recorder.add(metric, tags, value);
    }

    /// The VU's tags and those of `extra`, which win.
    pub fn tags_with(&mut self, extra: TagSetId) -> TagSetId {
        if extra == TagSetId::default() {
            return self.current;
        }
        let key = (self.current, extra);
        if let Some(&known) = self.unions.get(&key) {
            return known;
        }
        let union = self.registry.union(self.current, extra);
        self.unions.insert(key, union);
        union
    }

    /// Sets a tag of the VU.
    pub fn set_tag(&mut self, name: &str, value: &str) {
        self.own = self.registry.with_tag(self.own, name, value);
        self.refresh();
    }

    /// Removes a tag of the VU.
    pub fn remove_tag(&mut self, name: &str) {
        self.own = self.registry.without_tag(self.own, name);
        self.refresh();
    }

    /// Opens a group inside the current one.
    pub fn enter_group(&mut self, name: &str) {
        if self.groups.len() < MOST_GROUPS {
            let full = format!("{}::{name}", self.groups.last().map_or("", String::as_str));
            self.groups.push(full);
            self.refresh();
        }
    }

    /// Closes the innermost group.
    pub fn leave_group(&mut self) {
        if self.groups.pop().is_some() {
            self.refresh();
        }
    }

    /// Closes all groups.
    pub fn leave_all_groups(&mut self) {
        if !self.groups.is_empty() {
            self.groups.clear();
            self.refresh();
        }
    }

    fn refresh(&mut self) {
        self.current = match self.groups.last() {
            Some(group) => self.registry.with_tag(self.own, "group", group),
            None => self.own,
        };
        // A guest that makes up tag values without end must not make the host remember them all.
        if self.unions.len() > 1024 {
            self.unions.clear();
        }
    }
}
