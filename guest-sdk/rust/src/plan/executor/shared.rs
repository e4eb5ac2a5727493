//! The settings that all executors have. Not their own: those stand beside each of them.

/// Gives an executor its shared settings. `$make` is an expression for the examples.
macro_rules! shared {
    ($executor:ident, $make:literal) => {
        impl $executor {
            /// The function of the scenario that its VUs call. Without it the one named `default`, or the first one.
            ///
            /// ```
            /// # use wasmload_sdk::prelude::*;
            #[doc = concat!("let scenario = ", $make, ".exec(\"browse\");")]
            /// ```
            pub fn exec(mut self, function: &str) -> Self {
                self.0.set("exec", function);
                self
            }

            /// When it starts, after the test does.
            ///
            /// ```
            /// # use wasmload_sdk::prelude::*;
            #[doc = concat!("let scenario = ", $make, ".start_time(secs(10));")]
            /// ```
            pub fn start_time(mut self, after: Duration) -> Self {
                self.0.set("startTime", after);
                self
            }

            /// How long iterations may go on after its end before they are interrupted. 30 seconds without it.
            ///
            /// ```
            /// # use wasmload_sdk::prelude::*;
            #[doc = concat!("let scenario = ", $make, ".graceful_stop(secs(5));")]
            /// ```
            pub fn graceful_stop(mut self, limit: Duration) -> Self {
                self.0.set("gracefulStop", limit);
                self
            }

            /// Sets a variable for its VUs, over that of the plan.
            ///
            /// ```
            /// # use wasmload_sdk::prelude::*;
            #[doc = concat!("let scenario = ", $make, ".env(\"USER\", \"alice\");")]
            /// ```
            pub fn env(mut self, name: &str, value: &str) -> Self {
                self.0.object("env").set(name, value);
                self
            }

            /// Adds a tag to its samples. The tag `scenario` is there by itself.
            ///
            /// ```
            /// # use wasmload_sdk::prelude::*;
            #[doc = concat!("let scenario = ", $make, ".tag(\"team\", \"a\");")]
            /// ```
            pub fn tag(mut self, name: &str, value: &str) -> Self {
                self.0.object("tags").set(name, value);
                self
            }
        }

        impl From<$executor> for Executor {
            fn from(executor: $executor) -> Self {
                Self(executor.0)
            }
        }
    };
}

pub(super) use shared;
