//! The open connections of one VU that wait for their next request. Users do not share connections, so VUs do not.

use std::sync::Arc;

use super::connection::Connection;
use crate::network::address::Origin;

/// Idle connections, the latest used last.
#[derive(Debug, Default)]
pub(super) struct Pool {
    #[expect(clippy::vec_box, reason = "they go in and out with each request, and one is most of a kilobyte")]
    idle: Vec<Box<Connection>>,
}

impl Pool {
    /// Takes the connection to `origin` that was used last. Whether it is still open shows when it is used.
    pub(super) fn take(&mut self, origin: &Arc<Origin>) -> Option<Box<Connection>> {
        let position = self.idle.iter().rposition(|connection| leads_to(connection, origin))?;
        Some(self.idle.remove(position))
    }

    /// Keeps a connection, at most `per_origin` to one origin and `in_all` together; the longest idle ones are closed.
    pub(super) fn keep(&mut self, connection: Box<Connection>, per_origin: usize, in_all: usize) {
        if self.idle.len() >= per_origin
            && self.idle.iter().filter(|other| leads_to(other, &connection.origin)).count() >= per_origin
            && let Some(oldest) = self.idle.iter().position(|other| leads_to(other, &connection.origin))
        {
            self.idle.remove(oldest);
        }
        if self.idle.len() >= in_all {
            self.idle.remove(0);
        }
        self.idle.push(connection);
    }

    /// Folds all of them; those that cannot be are closed.
    pub(super) fn fold(&mut self) {
        self.idle.retain_mut(|connection| connection.fold());
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.idle.len()
    }
}

fn leads_to(connection: &Connection, origin: &Arc<Origin>) -> bool {
    Arc::ptr_eq(&connection.origin, origin) || connection.origin == *origin
}
