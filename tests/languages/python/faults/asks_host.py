from wasmload import http, scenario

PAGE = http.get("/")


@scenario
def visit():
    pass
