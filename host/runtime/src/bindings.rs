//! The Rust side of the `scenario` world, generated from `wit/`. The only place that generates it.

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "scenario",
    imports: {
        default: trappable,
        "wasmload:scenario/timing.sleep": async | trappable,
        "wasmload:http/client.send": async | trappable,
        "wasmload:http/client.batch": async | trappable,
        "wasmload:websocket/sockets.connect": async | trappable,
        "wasmload:websocket/sockets.receive-any": async | trappable,
        "wasmload:websocket/sockets.[method]socket.send": async | trappable,
        "wasmload:websocket/sockets.[method]socket.receive": async | trappable,
        "wasmload:websocket/sockets.[method]socket.exchange": async | trappable,
        "wasmload:websocket/sockets.[method]socket.ping": async | trappable,
        "wasmload:websocket/sockets.[method]socket.close": async | trappable,
    },
    exports: { default: async },
    with: {
        "wasmload:data/rows.dataset": crate::capability::data::Handle,
        "wasmload:http/client.params": crate::capability::http::Params,
        "wasmload:http/client.content": crate::capability::http::Content,
        "wasmload:websocket/sockets.socket": crate::capability::websocket::Socket,
    },
});
