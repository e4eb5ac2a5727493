"""`wasmload:data`: rows that all VUs share, and why there is none."""

from session import SESSION, prove
from wasmload import DataError, Dataset, execution, scenario

USERS = Dataset("users")
VOUCHERS = Dataset("vouchers")
FEW = Dataset("few")


def everything():
    prove("dataset.size", len(USERS) == 8)
    prove("rows.open", True)
    third = USERS[3]
    prove("dataset.row", third == {"id": 3, "name": 'grüße "3"'} == USERS[-5] and USERS[2:4][1] == third)
    prove("dataset.random", USERS.random()["id"] < 8)
    one, other = USERS.unique()["id"], USERS.unique()["id"]
    prove("dataset.unique", one < other < 8)
    one, other = USERS.partition()["id"], USERS.partition()["id"]
    prove("dataset.partition", one % 2 == execution.vu().id_in_scenario - 1 and other == one + 2)
    faults()


def faults():
    unknown = fault(lambda: len(Dataset("nobody")))
    prove("fault.unknown", unknown.fault == "unknown")
    prove("rows.error.message", "nobody" in str(unknown))
    prove("fault.missing", fault(lambda: len(Dataset("missing"))).fault == "missing")
    malformed = fault(lambda: len(Dataset("malformed")))
    prove("fault.malformed", malformed.fault == "malformed" and "malformed.csv:3: " in str(malformed))
    prove("fault.empty", fault(lambda: len(Dataset("empty"))).fault == "empty")
    beyond = fault(lambda: USERS.row(8))
    prove("fault.out-of-range", beyond.fault == "out-of-range" and isinstance(beyond, IndexError))
    codes = []
    first = fault(lambda: codes.append(VOUCHERS.unique()["code"]))
    second = fault(VOUCHERS.unique)
    taken = codes == ['a, "b"'] or first.fault == "exhausted"
    prove("fault.exhausted", taken and second.fault == "exhausted")
    prove("rows.error.fault", True)


def fault(call):
    """What is wrong, if something is."""
    try:
        call()
    except DataError as error:
        return error
    return None


@scenario
def ending():
    """Takes rows until the test ends for want of them."""
    SESSION.iterations += 1
    error = fault(FEW.unique)
    if error is not None:
        prove("fault.ended", error.fault == "ended")
        raise error
