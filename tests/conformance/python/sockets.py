"""`wasmload:websocket`: what is sent and received, how a socket is opened, how it ends, and why it is not opened."""

from session import prove
from wasmload import env, execution, websocket

# How long what has to come may take, and how long nothing may come, in seconds.
LONG = 60
MOMENT = 0.02


def everything():
    # First of all, and looked at last: by then it is over on both sides.
    ending = to("close/4001")
    ended = error(ending.receive)
    messages()
    handshakes()
    several()
    broken()
    not_valid()
    not_opened()
    prove("sockets.error-kind.closed", ended.kind == websocket.ErrorKind.CLOSED)
    closed = ending.close()
    prove("sockets.error.closure", ended.closure == closed)
    prove("closure.code", closed.code == 4001)
    prove("closure.reason", closed.reason == "told to")


def messages():
    with websocket.connect(env("WEBSOCKET_URL") + "echo") as plain:
        prove("sockets.connect", plain.exchange("hello", timeout=LONG).message == "hello")

    echo = to("echo")
    echo.send("tea, Käse")
    prove("socket.send", True)
    prove("message.text", echo.receive().message == "tea, Käse")
    echo.send(b"\x00\xff\x07")
    prove("message.binary", echo.receive().message == b"\x00\xff\x07")
    prove("socket.receive", echo.receive(timeout=MOMENT) is None)
    before = execution.elapsed()
    answer = echo.exchange("when", timeout=LONG)
    prove("socket.exchange", True)
    prove("arrival.message", answer.message == "when")
    prove("arrival.at-us", before <= answer.at <= execution.elapsed())
    prove("socket.ping", 0 <= echo.ping(timeout=LONG) <= LONG)
    prove("socket.closure", echo.closure is None)
    prove("socket.close", echo.close(3000, "enough", timeout=LONG) == (3000, "enough"))


def handshakes():
    tags = {"part": "sockets", "scenario": "mine", "group": "mine"}
    with to("headers", headers={"x-own": "own"}, subprotocols=["a", "b"], tags=tags) as plain:
        sent = plain.receive().message
        lines = sent.splitlines()
        prove("options.headers", "x-own: own" in lines)
        prove("options.subprotocols", "sec-websocket-protocol: a, b" in lines)
        prove("socket.headers", ("x-served-by", "tests") in plain.headers)
        # What the tags of the samples are is looked at from outside.
        prove("options.name", True)
        prove("options.tags", True)
        none_chosen = plain.subprotocol is None

    with to("headers", compression=True) as compressing:
        offer = "permessage-deflate"
        prove("options.compression", offer in compressing.receive().message and offer not in sent)

    with to("subprotocol/b", subprotocols=["a", "b"]) as chosen:
        prove("socket.subprotocol", chosen.subprotocol == "b" and none_chosen)


def several():
    with to("echo") as quiet, to("greeting") as loud:
        heard = [websocket.receive_any([quiet, loud], timeout=LONG) for _ in range(3)]
        said = [(socket is loud, getattr(arrival, "message", None)) for socket, arrival in heard]
        nothing = websocket.receive_any([quiet, loud], timeout=MOMENT) is None
        nobody = websocket.receive_any([], timeout=LONG) is None
        prove("sockets.receive-any", said == [(True, "hello")] * 3 and nothing and nobody)


def broken():
    """The other side does not keep to what was agreed."""
    with to("large/1000", message_limit=1000) as fits:
        prove("options.message-limit", len(fits.receive().message) == 1000)
    for kind, path in {"too-large": "large/1000", "connection-reset": "end", "protocol": "reserved"}.items():
        with to(path, message_limit=999) as socket:
            prove(f"sockets.error-kind.{kind}", error(socket.receive).kind == kind)


def not_valid():
    with to("echo") as socket:
        code = error(socket.close, 1002, "", timeout=LONG)
    refused = [
        code,
        error(websocket.connect, "http://[", name="sockets"),
        error(to, "echo", headers={"sec-websocket-key": "x"}),
        error(to, "echo", subprotocols=["a b"]),
    ]
    kinds = {one.kind for one in refused}
    prove("sockets.error-kind.invalid-request", kinds == {websocket.ErrorKind.INVALID_REQUEST})


def not_opened():
    def failed(url):
        return error(websocket.connect, url, name="sockets")

    for kind, variable in {
        "not-granted": "NOT_GRANTED_URL",
        "dns": "DNS_URL",
        "connection-refused": "REFUSED_URL",
        "connection-failed": "UNREACHABLE_URL",
        "tls": "UNTRUSTED_URL",
    }.items():
        prove(f"sockets.error-kind.{kind}", failed(env(variable)).kind == kind)
    rejected = failed("/status/403")
    prove("sockets.error-kind.rejected", (rejected.kind, rejected.code) == ("rejected", 1403))
    late = error(to, "silent", timeout=0.1).kind == "timeout"
    prove("sockets.error-kind.timeout", late)
    prove("options.timeout-ms", late)
    refused = failed(env("REFUSED_URL"))
    prove("sockets.error.kind", refused.kind == websocket.ErrorKind.CONNECTION_REFUSED)
    prove("sockets.error.code", refused.code == 1212)
    prove("sockets.error.message", "refused" in str(refused) and refused.closure is None)


def to(path, **options):
    """A socket at the server of WebSockets."""
    return websocket.connect(env("WEBSOCKET_URL") + path, name="sockets", **options)


def error(call, *arguments, **options):
    """The error of a call, which must not succeed."""
    try:
        call(*arguments, **options)
    except websocket.Error as failed:
        return failed
    raise AssertionError("a socket did what it should not have done")
