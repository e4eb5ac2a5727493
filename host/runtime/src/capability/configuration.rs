//! `wasmload:scenario/configuration`: what the person who starts the test hands in. Not the host's environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use wasmtime::component::HasData;

use crate::bindings::wasmload::scenario::configuration::Host;

/// The variables and the target of one VU, shared by all VUs of its scenario.
#[derive(Default)]
pub struct Configuration {
    /// Granted variables.
    pub variables: BTreeMap<String, String>,
    /// The base URL, without a slash at its end.
    pub target: Option<String>,
    /// Granted secrets.
    pub secrets: Arc<BTreeMap<String, String>>,
}

/// A borrow of one VU's configuration, for the generated traits.
pub struct ConfigurationView<'a>(pub &'a Arc<Configuration>);

/// Ties the view to the linker.
pub struct HasConfiguration;

impl HasData for HasConfiguration {
    type Data<'a> = ConfigurationView<'a>;
}

impl Host for ConfigurationView<'_> {
    fn variable(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        Ok(self.0.variables.get(&name).cloned())
    }

    fn variables(&mut self) -> wasmtime::Result<Vec<(String, String)>> {
        Ok(self.0.variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    fn target(&mut self) -> wasmtime::Result<Option<String>> {
        Ok(self.0.target.clone())
    }

    fn secret(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        Ok(self.0.secrets.get(&name).cloned())
    }
}
