//! The URLs that a VU requests: each is checked once, and remembered by its text. What a URL may be is `network`'s affair.

use std::sync::Arc;

use http::{HeaderValue, Uri};
use rustc_hash::FxHashMap;
use url::Url;

use super::names::{Names, Symbol};
use crate::network::Network;
use crate::network::address::{Address, Origin, Schemes};
use crate::network::failure::Failure;

/// How many URLs a VU remembers; one that makes up URLs without end starts over.
const MOST: usize = 256;

/// How many bytes of text they may have.
const MOST_BYTES: usize = 512 << 10;

/// A URL, ready to be requested.
#[derive(Debug)]
pub(super) struct Target {
    /// Its number among the VU's names.
    pub(super) symbol: Symbol,
    /// The URL without its fragment.
    pub(super) url: Url,
    pub(super) origin: Arc<Origin>,
    /// What stands in the request line: path and query.
    pub(super) uri: Uri,
    /// The header `host`.
    pub(super) host: HeaderValue,
    /// Whether the origin was granted.
    pub(super) granted: bool,
}

/// The URLs that a VU requested lately.
#[derive(Debug, Default)]
pub(super) struct Targets {
    known: FxHashMap<String, Arc<Target>>,
    bytes: usize,
}

impl Targets {
    /// The target of a URL as a guest wrote it: absolute, or relative to the run's target.
    pub(super) fn get(&mut self, url: &str, network: &Network, names: &mut Names) -> Result<Arc<Target>, Failure> {
        // The fragment is nothing to the server.
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        if let Some(known) = self.known.get(url) {
            return Ok(Arc::clone(known));
        }
        let target = Arc::new(Target::new(url, network, names)?);
        self.bytes += url.len();
        if self.known.len() >= MOST || self.bytes > MOST_BYTES {
            self.known.clear();
            self.bytes = url.len();
        }
        self.known.insert(url.to_owned(), Arc::clone(&target));
        Ok(target)
    }
}

impl Target {
    /// Checks a URL and takes it apart.
    pub(super) fn new(url: &str, network: &Network, names: &mut Names) -> Result<Self, Failure> {
        let Address { url, origin, uri, host, granted } = Address::parse(url, network, Schemes::Http)?;
        Ok(Self { symbol: names.fresh(), url, origin, uri, host, granted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grants::NetGrants;
    use crate::network::NetworkSettings;
    use crate::network::address::LONGEST;
    use crate::network::failure::Code;

    fn network() -> Network {
        Network::new(NetworkSettings::new(NetGrants::parse(["granted.test"]).unwrap())).unwrap()
    }

    #[test]
    fn a_url_is_split_up_once() {
        let (network, mut targets, mut names) = (network(), Targets::default(), Names::default());
        let first = targets.get("http://Granted.test/a b?c#d", &network, &mut names).unwrap();
        assert!(Arc::ptr_eq(&first, &targets.get("http://Granted.test/a b?c#d", &network, &mut names).unwrap()));
        assert_eq!(first.url.as_str(), "http://granted.test/a%20b?c");
        assert_eq!(first.uri, "/a%20b?c");
        assert_eq!(first.host, "granted.test");
        assert_eq!(first.origin.to_string(), "granted.test:80");
        assert!(first.granted);
        for i in 0..MOST * 2 {
            targets.get(&format!("http://granted.test/{i}"), &network, &mut names).unwrap();
        }
        assert!(targets.known.len() <= MOST);
    }

    #[test]
    fn long_urls_are_refused_and_fragments_and_much_text_are_not_kept() {
        let (network, mut targets, mut names) = (network(), Targets::default(), Names::default());
        let path = "x".repeat(LONGEST - 100);
        for i in 0..MOST / 2 {
            targets.get(&format!("http://granted.test/{i}{path}"), &network, &mut names).unwrap();
        }
        assert!(targets.known.keys().map(String::len).sum::<usize>() <= MOST_BYTES);
        let first = targets.get("http://granted.test/#a", &network, &mut names).unwrap();
        let other = targets.get(&format!("http://granted.test/#{path}{path}"), &network, &mut names).unwrap();
        assert!(Arc::ptr_eq(&first, &other));
        let failure = targets.get(&format!("http://granted.test/{path}{path}"), &network, &mut names).unwrap_err();
        assert_eq!(failure.code, Code::InvalidUrl);
        assert!(failure.message.contains("longer than 16 KiB"));
    }
}
