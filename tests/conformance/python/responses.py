"""What came with a response: header fields, bodies in each form, times, and how it came to be."""

from session import prove
from wasmload import config, env, http

# A document with each kind of JSON value in it.
DOCUMENT = r"""{"nothing":null,"yes":true,"number":-1.5,"text":"grüße \"x\"","list":[1,2],"a.b":{"c":7}}"""
MISSING = object()


def everything():
    responses()
    headers()
    bodies()
    documents()
    timings()
    details()


def responses():
    page = http.get("/json?delay_ms=20", name="responses")
    prove("response.status", page.status_code == 200)
    prove("response.expected", page.expected)
    prove("response.duration-ms", page.duration_ms >= 20)
    prove("response.body-size", page.body_size == len(page.content))
    prove("response.content", page.text.startswith("{"))


def headers():
    page = http.get("/latin1", name="headers")
    prove("content.header", page.header("X-Latin1") == "café" and page.header("x-not-there") is None)
    fields = page.headers.fields
    twice = [value for name, value in fields if name == "x-twice"]
    prove("content.headers", len(twice) == 2)
    prove("header.name", all(name == name.lower() for name, _ in fields))
    prove("header.value", twice == ["1", "2"])


def refusal(ask):
    try:
        ask()
    except http.BodyError as error:
        return error
    return None


def bodies():
    text = http.post("/echo", name="bodies", body="grüße")
    prove("content.text", text.text == "grüße")
    data = http.post("/echo", name="bodies", body=b"a\xff\x00")
    prove("content.bytes", data.content == b"a\xff\x00")
    error = refusal(lambda: data.text)
    prove("body-error.not-utf8", error.reason == "not-utf8" and error.offset == 1)
    page = http.get("/", name="bodies")
    prove("body-error.not-json", refusal(lambda: page.json_path("x")).reason == "not-json")


def documents():
    page = http.post("/echo", name="json", body=DOCUMENT)
    prove("json-value.null", page.json_path("nothing", MISSING) is None)
    prove("json-value.boolean", page.json_path("yes") is True)
    prove("json-value.number", page.json_path("number") == -1.5)
    prove("json-value.text", page.json_path("text") == 'grüße "x"')
    prove("json-value.composite", page.json_path("list") == [1, 2])
    found = page.json_path("list.1") == 2 and page.json_path(r"a\.b.c") == 7
    missing = page.json_path("list.9", MISSING) is MISSING
    prove("content.json", found and missing and isinstance(page.json_path(""), dict))


def timings():
    page = http.get("/json?delay_ms=100", name="timings")
    spent, reused = page.timings, page.details.connection_reused
    on_the_wire = spent.sending + spent.waiting + spent.receiving
    prove("content.timings", abs(page.duration_ms - on_the_wire) < 1)
    prove("timings.dns", spent.dns == 0)
    prove("timings.connecting", (spent.connecting == 0) == reused)
    prove("timings.waiting", spent.waiting >= 20)
    prove("timings.sending", 0 < spent.sending < 20_000)
    prove("timings.receiving", http.get("/chunks/10", name="timings").timings.receiving >= 20)
    secure = http.get(env("TLS_URL"), name="tls")
    spent, reused = secure.timings, secure.details.connection_reused
    prove("timings.tls-handshaking", (spent.tls_handshaking == 0) == reused)
    # Sums of floats may differ in their last digit.
    prove("timings.blocked", spent.blocked >= spent.connecting + spent.tls_handshaking - 1e-6)
    prove("details.tls-version", secure.details.tls_version == "tls1.3")


def details():
    details = http.get("/json", name="details").details
    prove("content.details", details.tls_version is None and details.redirects == 0)
    prove("details.protocol", details.protocol == "HTTP/1.1")
    prove("details.remote-address", f"http://{details.remote_address}" == config.target())
    prove("details.connection-reused", details.connection_reused)
