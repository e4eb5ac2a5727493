//! The tag sets of a VU's requests: made once, then found by numbers, without formatting or comparing any text.
//!
//! Which samples carry them is `record`'s affair.

use http::{Method, Version};
use rustc_hash::FxHashMap;
use wasmload_core::metric::TagSetId;

use super::names::{Names, Symbol};
use super::params::Settings;
use super::target::Target;
use crate::network::failure::Code;
use crate::network::tls::TlsVersion;
use crate::samples::Samples;

/// How many tag sets are remembered; a VU whose tags never repeat starts over.
const MOST: usize = 1024;

/// Everything that the tags of one hop depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    vu: TagSetId,
    params: TagSetId,
    name: Symbol,
    method: Method,
    outcome: Outcome,
    tls: Option<TlsVersion>,
}

/// What came of a hop, as far as tags tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    /// An answer: its status, its version, and whether it was expected.
    Answer(u16, Version, bool),
    /// None.
    Failure(Code),
}

/// The tag sets that a VU used lately.
#[derive(Debug, Default)]
pub(super) struct Tags {
    requests: FxHashMap<Key, TagSetId>,
    single: FxHashMap<(TagSetId, Symbol, Symbol), TagSetId>,
}

impl Tags {
    /// The tags of all samples of one hop: those of the VU, over them those of `params`, over them what the hop itself
    /// says, under k6's names.
    pub(super) fn of_hop(
        &mut self,
        samples: &Samples,
        settings: &Settings,
        method: &Method,
        target: &Target,
        outcome: Outcome,
        tls: Option<TlsVersion>,
    ) -> TagSetId {
        let name = settings.name.as_ref().map_or(target.symbol, |(symbol, _)| *symbol);
        let key = Key { vu: samples.tags(), params: settings.tags, name, method: method.clone(), outcome, tls };
        if let Some(&known) = self.requests.get(&key) {
            return known;
        }
        let set = make(samples, &key, settings.name.as_ref().map_or(target.url.as_str(), |(_, name)| name));
        if self.requests.len() >= MOST {
            self.requests.clear();
        }
        self.requests.insert(key, set);
        set
    }

    /// `base` with one more tag.
    pub(super) fn with_tag(
        &mut self,
        names: &mut Names,
        samples: &Samples,
        base: TagSetId,
        (name, value): (&str, &str),
    ) -> TagSetId {
        let key = (base, names.intern(name).0, names.intern(value).0);
        if let Some(&known) = self.single.get(&key) {
            return known;
        }
        if self.single.len() >= MOST {
            self.single.clear();
        }
        let set = samples.registry().with_tag(base, name, value);
        self.single.insert(key, set);
        set
    }
}

/// k6's name of a version of HTTP.
pub(super) fn protocol(version: Version) -> &'static str {
    if version == Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" }
}

#[cold]
fn make(samples: &Samples, key: &Key, name: &str) -> TagSetId {
    let registry = samples.registry();
    // A URL that has a name is not told from others of that name: k6 gives both tags the name.
    let mut pairs = vec![("name", name.to_owned()), ("url", name.to_owned()), ("method", key.method.to_string())];
    let expected = match key.outcome {
        Outcome::Answer(status, version, expected) => {
            pairs.push(("status", status.to_string()));
            pairs.push(("proto", protocol(version).to_owned()));
            if status >= 400 {
                pairs.push(("error_code", (1000 + u32::from(status)).to_string()));
            }
            expected
        }
        Outcome::Failure(code) => {
            pairs.push(("status", "0".to_owned()));
            pairs.push(("error", code.text().to_owned()));
            pairs.push(("error_code", (code as u16).to_string()));
            false
        }
    };
    pairs.push(("expected_response", expected.to_string()));
    if let Some(tls) = key.tls {
        pairs.push(("tls_version", tls.name().to_owned()));
    }
    let own = registry.tag_set(pairs);
    registry.union(registry.union(key.vu, key.params), own)
}
