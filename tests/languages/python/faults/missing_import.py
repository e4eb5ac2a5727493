from wasmload import scenario


@scenario
def visit():
    import not_there
