"""Users who stay connected: each opens one WebSocket, and asks again and again over it. The target answers each message."""

from wasmload import ConstantVus, Plan, check, execution, scenario, think_time, vu_start, websocket

# What runs without flags; a plan file or flags override it.
plan = Plan(
    scenarios={"conversations": ConstantVus(5, "10s")},
    thresholds={"ws_msg_rtt": "p(95)<500", "ws_dropped": "count<1", "checks": "rate>0.99"},
)


class Talker:
    """The state of a VU: one VU is one copy of this module, and its socket lives as long as it does."""

    socket = None


@vu_start
def connect():
    Talker.socket = websocket.connect("/", name="conversation", timeout=10)


@scenario
def ask():
    """One iteration."""
    asked = question(execution.iteration().in_vu)
    answer = Talker.socket.exchange(asked, timeout=5)
    check("it answers", answer.message == asked)
    think_time(0.5, 1.5)


def question(iteration):
    """What is asked in an iteration."""
    return f"question {iteration + 1}"
