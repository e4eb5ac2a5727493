//! Where each row of a text begins, in as few bytes as the text admits: millions of rows have millions of offsets.

/// The beginnings of rows, in rising order.
#[derive(Debug)]
pub(super) enum Offsets {
    /// Of a text below 4 GiB.
    Narrow(Vec<u32>),
    /// Of a longer one.
    Wide(Vec<u64>),
}

impl Offsets {
    /// For a text of that many bytes.
    pub(super) fn of(length: usize) -> Self {
        if u32::try_from(length).is_ok() { Self::Narrow(Vec::new()) } else { Self::Wide(Vec::new()) }
    }

    /// Adds the beginning of the next row.
    pub(super) fn push(&mut self, at: usize) {
        match self {
            // It is within the text, whose length was looked at.
            Self::Narrow(all) => all.push(u32::try_from(at).unwrap_or(u32::MAX)),
            Self::Wide(all) => all.push(at as u64),
        }
    }

    /// How many rows there are. More than 2^32 - 1 cannot be asked for, and are not counted.
    pub(super) fn count(&self) -> u32 {
        let count = match self {
            Self::Narrow(all) => all.len(),
            Self::Wide(all) => all.len(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Gives back what was kept for more rows.
    pub(super) fn fit(&mut self) {
        match self {
            Self::Narrow(all) => all.shrink_to_fit(),
            Self::Wide(all) => all.shrink_to_fit(),
        }
    }

    /// From where to where that row is, what follows it included; `length` is that of the text.
    pub(super) fn range(&self, index: u32, length: usize) -> Option<std::ops::Range<usize>> {
        let begin = |index: usize| match self {
            Self::Narrow(all) => all.get(index).map(|&at| at as usize),
            Self::Wide(all) => all.get(index).and_then(|&at| usize::try_from(at).ok()),
        };
        let index = index as usize;
        Some(begin(index)?..begin(index + 1).unwrap_or(length))
    }
}
