//! Rows of files that all VUs share: `--data NAME=FILE`, or `data` in the plan.
//!
//! Not files: which file a name stands for is the affair of who starts the test. The host reads it once, and a row crosses
//! when it is asked for.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::wit::wasmload::data::rows;

/// Data of a name. Keep it in the VU, or open it where it is needed: that costs little, and where the next row is, the host
/// knows.
///
/// A row becomes any type that can be deserialized. A row of CSV is an object of strings by the names of the columns.
///
/// ```no_run
/// use serde::Deserialize;
/// use wasmload_sdk::data::Dataset;
/// use wasmload_sdk::prelude::*;
///
/// #[derive(Deserialize)]
/// struct User {
///     name: String,
///     password: String,
/// }
///
/// fn login() -> Result {
///     let user: User = Dataset::open("users")?.random()?;
///     http::post("/login").form([("name", user.name), ("password", user.password)]).send()?;
///     Ok(())
/// }
/// scenario!(login);
/// ```
#[derive(Debug)]
pub struct Dataset {
    name: String,
    handle: rows::Dataset,
}

impl Dataset {
    /// Opens data by its name.
    ///
    /// # Errors
    ///
    /// There is none of that name, or (of data that the plan calls `optional`) its file is missing, malformed or empty.
    pub fn open(name: &str) -> Result<Self, Error> {
        Ok(Self { name: name.into(), handle: rows::open(name)? })
    }

    /// How many rows there are: at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "data without rows cannot be opened")]
    pub fn len(&self) -> u32 {
        self.handle.size()
    }

    /// The row of that index, from 0.
    ///
    /// # Errors
    ///
    /// There are fewer rows, or it is not of that type.
    pub fn row<T: DeserializeOwned>(&self, index: u32) -> Result<T, Error> {
        self.parse(&self.handle.row(index)?)
    }

    /// A row at random, with repetitions. The same `--seed` gives each VU the same rows again.
    ///
    /// # Errors
    ///
    /// The row is not of that type.
    pub fn random<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.parse(&self.handle.random())
    }

    /// The next row that nobody had, over all VUs of the test.
    ///
    /// # Errors
    ///
    /// They are used up, as the plan's `onEmpty` says; or the row is not of that type, and is used up all the same. Pass on
    /// an error of the kind [`Fault::Ended`]: the test ends, and the iteration does not count as failed.
    ///
    /// ```no_run
    /// # use wasmload_sdk::{data::Dataset, prelude::*};
    /// # fn buy() -> Result {
    /// let voucher: String = Dataset::open("vouchers")?.unique()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn unique<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.parse(&self.handle.unique()?)
    }

    /// The next row of this VU's own part: every n-th row, where n is the most VUs that its scenario may have.
    ///
    /// # Errors
    ///
    /// As of [`unique`](Self::unique).
    pub fn partition<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.parse(&self.handle.partition()?)
    }

    fn parse<T: DeserializeOwned>(&self, row: &str) -> Result<T, Error> {
        parse(&self.name, row)
    }
}

fn parse<T: DeserializeOwned>(name: &str, row: &str) -> Result<T, Error> {
    serde_json::from_str(row).map_err(|error| Error {
        fault: Fault::Unexpected,
        message: format!("a row of the data `{name}` is not what was asked for: {error}"),
    })
}

/// Why there is no data, or no row.
///
/// ```no_run
/// # use wasmload_sdk::{data::{Dataset, Fault}, prelude::*};
/// # fn buy() -> Result {
/// match Dataset::open("vouchers")?.unique::<String>() {
///     Err(error) if error.fault() == Fault::Exhausted => log::info("no voucher is left"),
///     voucher => log::info(voucher?),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    fault: Fault,
    message: String,
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn fault(&self) -> Fault {
        self.fault
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<rows::Error> for Error {
    fn from(error: rows::Error) -> Self {
        let fault = match error.fault {
            rows::Fault::Unknown => Fault::Unknown,
            rows::Fault::Missing => Fault::Missing,
            rows::Fault::Malformed => Fault::Malformed,
            rows::Fault::Empty => Fault::Empty,
            rows::Fault::OutOfRange => Fault::OutOfRange,
            rows::Fault::Exhausted => Fault::Exhausted,
            rows::Fault::Ended => Fault::Ended,
        };
        Self { fault, message: error.message }
    }
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No data of that name was granted.
    Unknown,
    /// The file is not there, or cannot be read.
    Missing,
    /// The file is not of its format.
    Malformed,
    /// The file holds no rows.
    Empty,
    /// There is no row of that index.
    OutOfRange,
    /// Every row was handed out, and the plan says `onEmpty = "fail"`.
    Exhausted,
    /// Every row was handed out, and the test ends for it.
    Ended,
    /// The row is not of the type that was asked for.
    Unexpected,
}

#[cfg(test)]
mod tests {
    use super::{Fault, parse};

    #[test]
    fn a_row_becomes_what_is_asked_for() {
        assert_eq!(parse::<Vec<u8>>("numbers", "[1,2]"), Ok(vec![1, 2]));
        let error = parse::<Vec<u8>>("numbers", "{}").unwrap_err();
        assert_eq!(error.fault(), Fault::Unexpected);
        assert!(error.to_string().starts_with("a row of the data `numbers` is not what was asked for: invalid type"));
    }
}
