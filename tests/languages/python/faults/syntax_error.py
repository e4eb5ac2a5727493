from wasmload import scenario


@scenario
def visit()
    pass
