//! The functions of the interface that are no socket's own: opening one, and waiting for several.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use tokio::time::{Duration, timeout};
use wasmload_core::metric::builtin;
use wasmtime::component::{HasData, Linker, Resource, ResourceTable};

use super::link::Link;
use super::opening::{Open, Opening, Waited};
use super::options::Settings;
use super::pump::Pump;
use super::record::Record;
use super::socket::Socket;
use super::vu::WebSocketVu;
use crate::bindings::wasmload::websocket::sockets::{self, Arrival, Error, Host, Options};
use crate::capability::execution::Clock;
use crate::capability::log::VuLog;
use crate::network::Network;
use crate::network::address::{Address, Schemes};
use crate::samples::Samples;

/// What a call needs of the run, the VU and its store.
pub struct WebSocketView<'a> {
    /// Where sockets may go.
    pub network: &'a Arc<Network>,
    /// What this VU keeps.
    pub vu: &'a mut WebSocketVu,
    /// Where its handles are.
    pub table: &'a mut ResourceTable,
    /// Where its figures go.
    pub samples: &'a mut Samples,
    /// When the test began.
    pub clock: Clock<'a>,
    /// Where the VU is told of what is odd.
    pub log: &'a VuLog,
}

/// Says that a store's data has a [`WebSocketView`] in it.
pub struct HasWebSocket;

impl HasData for HasWebSocket {
    type Data<'a> = WebSocketView<'a>;
}

/// Gives components the interface `wasmload:websocket/sockets`; `get` finds what it needs in the store's data.
///
/// # Errors
/// The linker has the interface already.
pub fn add_to_linker<T: Send + 'static>(
    linker: &mut Linker<T>,
    get: fn(&mut T) -> WebSocketView<'_>,
) -> wasmtime::Result<()> {
    sockets::add_to_linker::<T, HasWebSocket>(linker, get)
}

impl WebSocketView<'_> {
    /// Checks what a guest asks for, and its grant.
    fn prepare(&mut self, url: &str, options: Options) -> Result<Opening, Error> {
        let address = Address::parse(url, self.network, Schemes::WebSocket)?;
        if !address.granted {
            self.samples.add(builtin::REFUSED_CALLS, Default::default(), 1.0);
            return Err(self.network.refuse(&address.origin.to_string()).into());
        }
        let settings = Settings::new(options, self.vu.most_bytes())?;
        self.vu.reserve(settings.message_limit).map_err(Error::invalid)?;
        Ok(Opening { network: Arc::clone(self.network), address, settings })
    }
}

impl Host for WebSocketView<'_> {
    async fn connect(&mut self, url: String, options: Options) -> wasmtime::Result<Result<Resource<Socket>, Error>> {
        let opening = match self.prepare(&url, options) {
            Ok(opening) => opening,
            Err(error) => return Ok(Err(error)),
        };
        let message_limit = opening.settings.message_limit;
        let opened = Waited::spawn(opening.run()).output().await?;
        let recorder = self.vu.recorder(self.samples);
        let record = Record::new(&recorder, self.samples, &opened);
        record.opened(&opened);
        let Open { subprotocol, headers, frames, line } = match opened.result {
            Ok(open) => open,
            Err(error) => {
                self.vu.release(message_limit);
                return Ok(Err(error));
            }
        };
        let link = Link::new(frames, line, record, message_limit);
        tokio::spawn(Pump(link.clone()));
        Ok(Ok(self.table.push(Socket { link, message_limit, subprotocol, headers })?))
    }

    async fn receive_any(
        &mut self,
        sockets: Vec<Resource<Socket>>,
        timeout_ms: Option<u32>,
    ) -> wasmtime::Result<Option<(u32, Result<Arrival, Error>)>> {
        if sockets.is_empty() {
            return Ok(None);
        }
        let links: Vec<Link> = sockets.iter().map(|socket| self.link(socket)).collect::<Result<_, _>>()?;
        let first = self.vu.next_turn(links.len());
        let heard = poll_fn(|cx| {
            for index in (first..links.len()).chain(0..first) {
                if let Poll::Ready(heard) = links[index].lock().poll_message(0, cx) {
                    return Poll::Ready((index as u32, heard));
                }
            }
            Poll::Pending
        });
        let heard = match timeout_ms {
            None => Some(heard.await),
            Some(ms) => timeout(Duration::from_millis(ms.into()), heard).await.ok(),
        };
        Ok(heard.map(|(index, heard)| (index, heard.map(|message| self.arrival(message)))))
    }
}
