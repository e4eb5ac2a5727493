from wasmload import scenario


@scenario
async def visit():
    pass
