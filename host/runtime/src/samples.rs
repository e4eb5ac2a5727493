//! Where the capabilities of one VU put their figures: its recorder, and the tags that its samples carry now.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use wasmload_core::metric::{MetricId, Recorder, Registry, TagSetId, cut_tag};

use crate::guest_text;

/// The most groups that may be open at once; deeper ones count as the last of these.
const MOST_GROUPS: usize = 16;

/// The most unions that are remembered: a guest that makes up tags without end starts over, and costs no more.
const MOST_UNIONS: usize = 1024;

/// Whether a tag is the host's to set and no guest's: without it a sample would belong to no scenario, or to another one.
pub fn is_the_hosts(tag: &str) -> bool {
    matches!(tag, "scenario" | "group")
}

/// A duration in the unit of all metrics of time.
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    // Not by way of 128 bits, which no processor converts.
    duration.as_secs() as f64 * 1e3 + f64::from(duration.subsec_nanos()) / 1e6
}

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
    /// How many groups are open, those too deep to have a name of their own included.
    depth: usize,
    /// Unions of tag sets that were needed before: a VU uses few, over and over.
    unions: FxHashMap<(TagSetId, TagSetId), TagSetId>,
}

impl Samples {
    /// Samples that go to that recorder, with those tags to begin with.
    pub fn new(registry: Arc<Registry>, recorder: Recorder, tags: TagSetId) -> Self {
        Self {
            registry,
            recorder,
            own: tags,
            current: tags,
            groups: Vec::new(),
            depth: 0,
            unions: FxHashMap::default(),
        }
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
        match extra == TagSetId::default() {
            true => self.current,
            false => self.union(self.current, extra),
        }
    }

    /// Both tag sets in one; those of `over` win. The registry is asked the first time only.
    pub fn union(&mut self, base: TagSetId, over: TagSetId) -> TagSetId {
        if let Some(&known) = self.unions.get(&(base, over)) {
            return known;
        }
        if self.unions.len() >= MOST_UNIONS {
            self.unions.clear();
        }
        let union = self.registry.union(base, over);
        self.unions.insert((base, over), union);
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
        self.depth += 1;
        if self.depth <= MOST_GROUPS {
            let full = format!("{}::{}", self.groups.last().map_or("", String::as_str), guest_text::name(name));
            self.groups.push(cut_tag(&full).into_owned());
            self.refresh();
        }
    }

    /// Closes the innermost group.
    pub fn leave_group(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.groups.len() > self.depth {
            self.groups.pop();
            self.refresh();
        }
    }

    /// Closes all groups.
    pub fn leave_all_groups(&mut self) {
        self.depth = 0;
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
    }
}

#[cfg(test)]
mod tests {
    use wasmload_core::metric::{MAX_TAG_VALUE, Shard};

    use super::*;

    fn samples() -> Samples {
        let registry = Registry::new(100);
        let recorder = Recorder::new(Shard::new(Arc::clone(&registry)));
        Samples::new(registry, recorder, TagSetId::default())
    }

    fn group(samples: &Samples) -> Option<String> {
        samples
            .registry()
            .tags(samples.tags())?
            .iter()
            .find(|(name, _)| &**name == "group")
            .map(|(_, value)| value.to_string())
    }

    #[test]
    fn groups_that_are_too_deep_are_left_before_those_around_them() {
        let mut samples = samples();
        (0..MOST_GROUPS + 3).for_each(|depth| samples.enter_group(&depth.to_string()));
        let deepest = group(&samples).unwrap();
        assert!(deepest.ends_with("::15"), "{deepest}");
        (0..3).for_each(|_| samples.leave_group());
        assert_eq!(group(&samples).unwrap(), deepest);
        (1..MOST_GROUPS).for_each(|_| samples.leave_group());
        assert_eq!(group(&samples).unwrap(), "::0");
        samples.leave_group();
        samples.leave_group();
        assert_eq!(group(&samples), None);
        samples.enter_group("again");
        assert_eq!(group(&samples).unwrap(), "::again");
    }

    #[test]
    fn names_and_unions_are_not_kept_without_end() {
        let mut samples = samples();
        (0..MOST_GROUPS).for_each(|_| samples.enter_group(&"x".repeat(1 << 20)));
        assert!(samples.groups.iter().all(|full| full.len() <= MAX_TAG_VALUE));
        for i in 0..MOST_UNIONS * 2 {
            let extra = samples.registry().tag_set([("i", i.to_string())]);
            samples.tags_with(extra);
        }
        assert!(samples.unions.len() <= MOST_UNIONS);
    }
}
