//! Several personas that share one total. Not several scenarios: those have totals of their own.

use super::Executor;
use super::document::Object;

/// One total of VUs, iterations or starts that weighted personas share. The parts always add up to the total.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let users = Mix::new(ConstantArrivalRate::new(100, mins(1), 50)).persona("browse", 80).persona("buy", 20);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Mix(pub(super) Object);

impl Mix {
    /// A mix with the totals of an executor; add personas.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let users = Mix::new(ConstantVus::new(10, secs(30))).persona("browse", 1);
    /// ```
    pub fn new(totals: impl Into<Executor>) -> Self {
        Self(totals.into().0)
    }

    /// Adds a persona: the function that its VUs call, and its weight.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let users = Mix::new(ConstantVus::new(10, secs(30)))
    ///     .persona("browse", 80)
    ///     .persona("buy", Persona::new(20).name("buyers").env("CARD", "4242"));
    /// ```
    pub fn persona(mut self, exec: &str, persona: impl Into<Persona>) -> Self {
        let Persona { weight, name, env, tags } = persona.into();
        let mut object = Object::default();
        object.set("exec", exec);
        object.set("weight", weight);
        if let Some(name) = name {
            object.set("name", name);
        }
        if let Some(env) = env {
            object.set("env", env);
        }
        if let Some(tags) = tags {
            object.set("tags", tags);
        }
        self.0.push("personas", object);
        self
    }
}

/// A part of a mix: a weight, and what else sets it apart.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// assert_eq!(Persona::from(20), Persona::new(20));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Persona {
    weight: u32,
    name: Option<String>,
    env: Option<Object>,
    tags: Option<Object>,
}

impl Persona {
    /// A part in proportion to the other weights, from 1 up.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let buyers = Persona::new(20);
    /// ```
    pub fn new(weight: u32) -> Self {
        Self { weight, name: None, env: None, tags: None }
    }

    /// The name of its scenario. Without it, those of the mix and the function, with `-` in between.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let buyers = Persona::new(20).name("buyers");
    /// ```
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets a variable for its VUs, over that of the mix.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let buyers = Persona::new(20).env("CARD", "4242");
    /// ```
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.get_or_insert_default().set(name, value);
        self
    }

    /// Adds a tag to its samples.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let buyers = Persona::new(20).tag("team", "a");
    /// ```
    pub fn tag(mut self, name: &str, value: &str) -> Self {
        self.tags.get_or_insert_default().set(name, value);
        self
    }
}

impl From<u32> for Persona {
    fn from(weight: u32) -> Self {
        Self::new(weight)
    }
}
