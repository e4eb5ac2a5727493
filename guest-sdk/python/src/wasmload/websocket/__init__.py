"""WebSockets (RFC 6455) whose every message the host measures.

A socket lives until it is closed, or its VU ends: keep it, and the next iteration uses the same connection.

```python
from wasmload import check, scenario, websocket

@scenario
def chat():
    with websocket.connect("/chat") as socket:
        answer = socket.exchange("hello", timeout=5)
        check("it answers", answer.message == "hello")
```

Between the calls of a scenario the host answers pings and takes messages in: each `Arrival` says when its message came, not when
it was asked for.
"""

from __future__ import annotations

from ._error import Closure, Error, ErrorKind
from ._socket import Arrival, Message, Socket, connect, receive_any

__all__ = ["Arrival", "Closure", "Error", "ErrorKind", "Message", "Socket", "connect", "receive_any"]
