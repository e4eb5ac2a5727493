//! The one error type of a scenario: anything that `?` meets, and where it met it.
//!
//! Not for branching on: the errors of the modules (such as [`http::Error`](crate::http::Error)) are, and
//! [`Error::downcast_ref`] leads back to them.

use std::error::Error as StdError;
use std::fmt;
use std::panic::Location;

/// What the functions of a scenario return: nothing, or a value, or why the iteration failed.
///
/// ```
/// use wasmload_sdk::prelude::*;
///
/// fn port(text: &str) -> Result<u16> {
///     Ok(text.parse()?)
/// }
/// assert_eq!(port("80").unwrap(), 80);
/// ```
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why an iteration, or a step of the lifecycle, failed.
///
/// Every error type and every string turns into it, by `?` or by `into`. It knows the line where that happened, which
/// the host logs beside the message.
///
/// ```
/// use wasmload_sdk::prelude::*;
///
/// fn first(words: &[&str]) -> Result<String> {
///     let word = words.first().ok_or("there are no words")?;
///     Ok(word.to_string())
/// }
/// let error = first(&[]).unwrap_err();
/// assert_eq!(error.to_string(), "there are no words");
/// assert!(error.location().file().ends_with(".rs"));
/// ```
pub struct Error {
    source: Box<dyn StdError>,
    location: &'static Location<'static>,
}

impl Error {
    /// An error from a message, or from another error.
    ///
    /// ```
    /// # use wasmload_sdk::Error;
    /// assert_eq!(Error::new("no seats left").to_string(), "no seats left");
    /// ```
    #[track_caller]
    pub fn new(source: impl Into<Box<dyn StdError>>) -> Self {
        Self { source: source.into(), location: Location::caller() }
    }

    /// The error that this one was made of, if it was of the type `E`.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # fn visit() -> Result { Ok(()) }
    /// if let Err(error) = visit()
    ///     && let Some(http) = error.downcast_ref::<http::Error>()
    ///     && http.kind() == http::ErrorKind::NotGranted
    /// {
    ///     execution::abort("start the test with `--allow-net`");
    /// }
    /// ```
    #[must_use]
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        self.source.downcast_ref()
    }

    /// The line of the scenario where it arose.
    ///
    /// ```
    /// # use wasmload_sdk::Error;
    /// assert!(Error::new("no seats left").location().line() > 0);
    /// ```
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }
}

// Not an `impl StdError for Error`: that would forbid the conversion from every error type.
impl<E: Into<Box<dyn StdError>>> From<E> for Error {
    #[track_caller]
    fn from(source: E) -> Self {
        Self::new(source)
    }
}

/// The message, and after it the messages of what caused it.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        let mut cause = self.source.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({})", self.location)
    }
}

/// Ends the function with an error: k6's `fail`. The message is formatted as by `format!`.
///
/// ```
/// use wasmload_sdk::prelude::*;
///
/// fn in_stock(items: u32) -> Result {
///     if items == 0 {
///         fail!("sold out after {items} items");
///     }
///     Ok(())
/// }
/// assert_eq!(in_stock(0).unwrap_err().to_string(), "sold out after 0 items");
/// ```
#[macro_export]
macro_rules! fail {
    ($($message:tt)+) => {
        return ::core::result::Result::Err($crate::Error::new(::std::format!($($message)+)))
    };
}

#[cfg(test)]
mod tests {
    use super::{Error, Result};

    #[test]
    fn every_error_and_every_string_converts() {
        fn parsed(text: &str) -> Result<u8> {
            Ok(text.parse()?)
        }
        assert_eq!(parsed("x").unwrap_err().to_string(), "invalid digit found in string");
        assert_eq!(Error::from("text").to_string(), "text");
        assert_eq!(Error::from(String::from("text")).to_string(), "text");
    }

    #[test]
    fn the_location_is_where_the_question_mark_stands() {
        fn fails() -> Result {
            Err("no")?
        }
        let line = line!() - 2;
        let error = fails().unwrap_err();
        assert!(error.location().file().ends_with("error.rs"));
        assert_eq!(error.location().line(), line);
    }

    #[test]
    fn causes_follow_the_message() {
        #[derive(Debug)]
        struct Outer(std::num::ParseIntError);
        impl std::fmt::Display for Outer {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("not a port")
            }
        }
        impl std::error::Error for Outer {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                Some(&self.0)
            }
        }
        let error = Error::from(Outer("x".parse::<u8>().unwrap_err()));
        assert_eq!(error.to_string(), "not a port: invalid digit found in string");
        assert!(error.downcast_ref::<Outer>().is_some());
    }
}
