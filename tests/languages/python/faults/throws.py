from wasmload import scenario


def prices():
    return {}["tea"]


PRICES = prices()


@scenario
def visit():
    pass
