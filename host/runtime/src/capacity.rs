//! Whether this machine admits so many VUs, asked before the run rather than found out in the middle of it.

use std::fs;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Memory maps of one VU: two for its place in the pool, and up to four while it lives (measured with wasmtime 48).
const MAPS_PER_VU: u64 = 6;
/// Memory maps of a place in the pool that no VU lives in.
const MAPS_PER_PLACE: u64 = 2;
/// Memory maps of everything else.
const OTHER_MAPS: u64 = 2000;
/// Files of everything else: workers, outputs, the plugin.
const OTHER_FILES: u64 = 64;
/// Address space of one VU: 4 GiB of linear memory, and guards.
const ADDRESS_SPACE_PER_VU: u64 = (4 << 30) + (64 << 20);
/// Address space of a process on 64-bit systems: 47 bits, less what the system itself places there.
const ADDRESS_SPACE: u64 = (1 << 47) - (1 << 41);

/// One limit that so many VUs would exceed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Which limit, what it is, and what is needed.
    pub message: String,
    /// The command that raises it.
    pub hint: String,
}

/// The limits of this machine, as far as they bound the number of VUs. None is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Memory maps per process: `vm.max_map_count`.
    pub maps: Option<u64>,
    /// Open files per process: `ulimit -n`.
    pub files: Option<u64>,
    /// Address space per process: `ulimit -v`, in bytes.
    pub address_space: Option<u64>,
}

impl Limits {
    /// Reads the limits, after raising the soft limit of open files to the hard one: that needs no privilege.
    pub fn of_this_machine() -> Self {
        let files = getrlimit(Resource::Nofile);
        if files.current < files.maximum || (files.current.is_some() && files.maximum.is_none()) {
            let raised = Rlimit { current: files.maximum, maximum: files.maximum };
            if let Err(error) = setrlimit(Resource::Nofile, raised) {
                tracing::debug!("the limit of open files cannot be raised: {error}");
            }
        }
        Self {
            maps: fs::read_to_string("/proc/sys/vm/max_map_count").ok().and_then(|text| text.trim().parse().ok()),
            files: getrlimit(Resource::Nofile).current,
            address_space: getrlimit(Resource::As).current,
        }
    }

    /// Everything that is too small for so many VUs.
    pub fn shortages(&self, vus: u32) -> Vec<Shortage> {
        let vus64 = u64::from(vus);
        let mut shortages = Vec::new();
        // The pool has some spare places.
        let spare = vus64 / 16 + 8;
        let maps = vus64 * MAPS_PER_VU + spare * MAPS_PER_PLACE + OTHER_MAPS;
        if let Some(limit) = self.maps.filter(|&limit| limit < maps) {
            shortages.push(Shortage {
                message: format!("{vus} VUs need about {maps} memory maps; `vm.max_map_count` is {limit}"),
                hint: format!("sudo sysctl -w vm.max_map_count={}", maps.next_power_of_two()),
            });
        }
        let files = vus64 + OTHER_FILES;
        if let Some(limit) = self.files.filter(|&limit| limit < files) {
            shortages.push(Shortage {
                message: format!("{vus} VUs with one connection each need {files} open files; the limit is {limit}"),
                hint: format!("ulimit -n {}", files.next_power_of_two()),
            });
        }
        let space = (vus64 + spare) * ADDRESS_SPACE_PER_VU;
        if let Some(limit) = self.address_space.filter(|&limit| limit < space) {
            shortages.push(Shortage {
                message: format!(
                    "{vus} VUs reserve {} GiB of address space; the limit is {} GiB",
                    space >> 30,
                    limit >> 30
                ),
                hint: "ulimit -v unlimited".to_owned(),
            });
        }
        if space > ADDRESS_SPACE {
            let most = ADDRESS_SPACE / ADDRESS_SPACE_PER_VU;
            shortages.push(Shortage {
                message: format!(
                    "{vus} VUs do not fit into the address space of one process, which holds about {most}"
                ),
                hint: "start several processes and split the VUs over them".to_owned(),
            });
        }
        shortages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_named_with_the_number_and_the_command_that_raises_it() {
        let limits = Limits { maps: Some(65_530), files: Some(1024), address_space: Some(1 << 40) };
        let shortages = limits.shortages(20_000);
        assert_eq!(shortages[0].message, "20000 VUs need about 124516 memory maps; `vm.max_map_count` is 65530");
        assert_eq!(shortages[0].hint, "sudo sysctl -w vm.max_map_count=131072");
        assert_eq!(shortages[1].hint, "ulimit -n 32768");
        assert_eq!(shortages[2].hint, "ulimit -v unlimited");
        assert_eq!(shortages.len(), 3);
    }

    #[test]
    fn what_fits_is_not_complained_about() {
        let limits = Limits { maps: Some(65_530), files: Some(20_000), address_space: None };
        assert_eq!(limits.shortages(10_000), []);
        assert_eq!(Limits::default().shortages(40_000).len(), 1);
    }
}
