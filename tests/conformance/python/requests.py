"""What a request sends, and the settings that many requests share. Not what comes back: that is `responses` and `errors`."""

from session import prove
from wasmload import config, http


def shared():
    """Settings that are made once for each VU, in `vu_start`."""
    return http.Params(
        name="shared",
        tags={"part": "settings", "scenario": "mine", "group": "mine"},
        headers={"x-shared": "shared", "x-both": "shared"},
        expect_status=[404, range(500, 504)],
    )


def everything(settings):
    methods()
    urls()
    bodies()
    of_settings(settings)
    redirects()
    limits()
    batches()


def methods():
    # Without `params`: the tag `name` holds the URL.
    prove("client.send", http.get("/echo").header("x-method") == "GET")
    calls = [http.post, http.put, http.patch, http.delete, http.options]
    answers = [call("/echo", name="methods").header("x-method") for call in calls]
    answers.append(http.request("PURGE", "/echo", name="methods").header("x-method"))
    head = http.head("/json", name="methods")
    sent = answers == ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"]
    prove("request.method", sent and head.status_code == 200 and head.body_size == 0)


def urls():
    url = f"{config.target()}/json"
    absolute = http.get(url, name="urls").url == url
    prove("request.url", absolute and http.get("/json?a=1", name="urls").url.endswith("/json?a=1"))


def bodies():
    text = http.post("/echo", name="bodies", body="tea, Käse")
    prove("body.text", text.content == "tea, Käse".encode())
    data = http.post("/echo", name="bodies", body=b"\x00\xff\x07")
    prove("body.bytes", data.content == b"\x00\xff\x07")
    nothing = http.post("/echo", name="bodies")
    prove("request.body", text.body_size == 10 and nothing.body_size == 0)


def of_settings(settings):
    def of_default(status):
        return http.get(f"/status/{status}", params=http.Params(name="defaults")).expected

    def of_shared(status):
        return http.get(f"/status/{status}", params=settings).expected

    prove("params.constructor", of_default(200) and of_default(399) and not of_default(400))
    prove("params.set-expected-statuses", of_shared(404) and not of_shared(200))
    prove("status-range.lowest", of_shared(500) and not of_shared(499))
    prove("status-range.highest", of_shared(503) and not of_shared(504))

    own = {"x-own": "own", "x-both": "own"}
    sent = http.get("/headers", params=settings, headers=own).text.splitlines()
    prove("request.params", "x-shared: shared" in sent)
    replaced = "x-own: own" in sent and "x-both: own" in sent and "x-both: shared" not in sent
    prove("request.headers", replaced)
    sent = http.get("/headers", params=settings).text.splitlines()
    prove("params.add-header", "x-both: shared" in sent)
    # What the tags of the samples are is looked at from outside.
    prove("params.set-name", True)
    prove("params.set-tag", True)


def redirects():
    followed = http.get("/redirect/2", name="redirects")
    none = http.get("/redirect/2", name="redirects", redirects=0)
    one = http.get("/redirect/2", name="redirects", redirects=1)
    statuses = [followed.status_code, none.status_code, one.status_code]
    prove("params.set-redirects", statuses == [200, 302, 302])
    prove("details.redirects", (followed.details.redirects, one.details.redirects) == (2, 1))
    prove("details.url", one.details.url.endswith("/redirect/1"))


def refusal(ask):
    try:
        ask()
    except http.BodyError as error:
        return error.reason
    return None


def limits():
    kept = http.get("/bytes/1000", name="limits", max_body=1000)
    prove("params.set-body-limit", kept.body_size == 1000)
    prove("body-mode.keep", len(kept.content) == 1000)
    discarded = http.get("/bytes/1000", name="limits", discard_body=True)
    prove("body-mode.discard", discarded.body_size == 1000)
    prove("params.set-body-mode", refusal(lambda: discarded.content) == "discarded")
    prove("body-error.discarded", refusal(lambda: discarded.text) == "discarded")
    limits = {"connect_timeout": 30, "first_byte_timeout": 30, "timeout": 60}
    prove("params.set-timeouts", http.get("/?delay_ms=20", name="limits", **limits).status_code == 200)


def batches():
    def ask(url):
        return http.Request("GET", url, name="batch")

    sizes = [30, 10, 20]
    answers = http.batch(ask(f"/bytes/{size}?delay_ms={size}") for size in sizes)
    in_order = [answer.body_size for answer in answers] == sizes
    first, second, third = http.batch([ask("/"), ask("no such scheme://x"), ask("/status/500")])
    refused = isinstance(second, http.Error) and second.kind == http.ErrorKind.INVALID_REQUEST
    mixed = first.status_code == 200 and refused and third.status_code == 500
    prove("client.batch", in_order and mixed and http.batch([]) == [])
