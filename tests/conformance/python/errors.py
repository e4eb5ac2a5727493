"""Why there is no response: each kind of error, provoked by a server that is there for it."""

from session import prove
from wasmload import env, http

# How long a limit on time is that will be reached, in seconds.
SHORT = 0.1


def everything():
    method = failed("/", method="A B").kind
    broken = failed("http://[").kind
    header = failed("/", headers={"x": "a\r\nb"}).kind
    prove("client.error-kind.invalid-request", {method, broken, header} == {http.ErrorKind.INVALID_REQUEST})
    for kind, variable in {
        "not-granted": "NOT_GRANTED_URL",
        "dns": "DNS_URL",
        "connection-refused": "REFUSED_URL",
        "connection-reset": "RESET_URL",
        "connection-failed": "UNREACHABLE_URL",
        "tls": "UNTRUSTED_URL",
        "protocol": "GARBAGE_URL",
    }.items():
        prove(f"client.error-kind.{kind}", failed(env(variable)).kind == kind)
    prove("client.error-kind.too-large", failed("/bytes/1000", max_body=999).kind == "too-large")
    prove("client.error-kind.redirect", failed("/redirect-to?ftp://a/").kind == "redirect")

    # A handshake that is never answered: connecting includes it.
    connect = failed(env("SILENT_TLS_URL"), connect_timeout=SHORT).kind == "connect-timeout"
    prove("client.error-kind.connect-timeout", connect)
    prove("timeouts.connect-ms", connect)
    first_byte = failed(env("SILENT_URL"), first_byte_timeout=SHORT).kind == "first-byte-timeout"
    prove("client.error-kind.first-byte-timeout", first_byte)
    prove("timeouts.first-byte-ms", first_byte)
    total = failed(env("SILENT_URL"), timeout=SHORT).kind == "timeout"
    prove("client.error-kind.timeout", total)
    prove("timeouts.total-ms", total)

    refused = failed(env("REFUSED_URL"))
    prove("client.error.kind", refused.kind == http.ErrorKind.CONNECTION_REFUSED)
    prove("client.error.code", refused.code == 1212)
    prove("client.error.message", "refused" in str(refused))


def failed(url, method="GET", **options):
    """The error of a request, which must not have an answer."""
    try:
        page = http.request(method, url, name="errors", **options)
    except http.Error as error:
        return error
    raise AssertionError(f"{page.url} should not have answered {page.status_code}")
