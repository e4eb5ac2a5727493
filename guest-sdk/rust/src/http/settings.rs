//! Settings of requests as they are written down, and how they become the host's `params`. Not public:
//! [`Params`](super::Params) and [`Request`](super::Request) are the two ways to write them.

use std::time::Duration;

use super::{StatusRange, host};
use crate::time::whole_milliseconds;

/// Settings; what is none keeps the host's default.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub(super) name: Option<String>,
    pub(super) tags: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) expected: Option<Vec<StatusRange>>,
    pub(super) redirects: Option<u32>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) first_byte_timeout: Option<Duration>,
    pub(super) timeout: Option<Duration>,
    pub(super) discard_body: bool,
    pub(super) most_bytes: Option<u64>,
}

impl Settings {
    pub(super) fn expect(&mut self, range: StatusRange) {
        self.expected.get_or_insert_default().push(range);
    }

    /// These settings where there are some, and `base` for the rest.
    pub(super) fn on(&self, base: &Self) -> Self {
        let both = |base: &[_], own: &[_]| [base, own].concat();
        Self {
            name: self.name.clone().or_else(|| base.name.clone()),
            tags: both(&base.tags, &self.tags),
            headers: both(&base.headers, &self.headers),
            expected: self.expected.clone().or_else(|| base.expected.clone()),
            redirects: self.redirects.or(base.redirects),
            connect_timeout: self.connect_timeout.or(base.connect_timeout),
            first_byte_timeout: self.first_byte_timeout.or(base.first_byte_timeout),
            timeout: self.timeout.or(base.timeout),
            discard_body: self.discard_body || base.discard_body,
            most_bytes: self.most_bytes.or(base.most_bytes),
        }
    }

    /// Hands them to the host.
    pub(super) fn make(&self) -> host::Params {
        let params = host::Params::new();
        if let Some(name) = &self.name {
            params.set_name(name);
        }
        for (name, value) in &self.tags {
            params.set_tag(name, value);
        }
        for (name, value) in &self.headers {
            params.add_header(name, value);
        }
        if let Some(expected) = &self.expected {
            let ranges: Vec<_> = expected.iter().map(|range| range.host()).collect();
            params.set_expected_statuses(&ranges);
        }
        if let Some(most) = self.redirects {
            params.set_redirects(most);
        }
        if self.connect_timeout.is_some() || self.first_byte_timeout.is_some() || self.timeout.is_some() {
            params.set_timeouts(host::Timeouts {
                connect_ms: self.connect_timeout.map(whole_milliseconds),
                first_byte_ms: self.first_byte_timeout.map(whole_milliseconds),
                total_ms: self.timeout.map(whole_milliseconds),
            });
        }
        if self.discard_body {
            params.set_body_mode(host::BodyMode::Discard);
        }
        if let Some(most) = self.most_bytes {
            params.set_body_limit(most);
        }
        params
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn what_a_request_says_wins_over_what_it_shares() {
        let base = Settings {
            name: Some("base".into()),
            tags: vec![("a".into(), "1".into())],
            expected: Some(vec![200.into()]),
            redirects: Some(0),
            ..Settings::default()
        };
        let mut own = Settings { name: Some("own".into()), ..Settings::default() };
        own.tags.push(("b".into(), "2".into()));
        own.expect(404.into());
        let merged = own.on(&base);
        assert_eq!(merged.name.as_deref(), Some("own"));
        assert_eq!(merged.tags, [("a".into(), "1".into()), ("b".into(), "2".into())]);
        assert_eq!(merged.expected, Some(vec![404.into()]));
        assert_eq!(merged.redirects, Some(0));
    }
}
