"""Where there is no host: what needs it says so, and what does not works."""

import unittest

from wasmload import Counter, check, env, group, http, log, sleep, websocket
from wasmload._arguments import milliseconds
from wasmload._failure import message, shown_path, stack
from wasmload._outside import NoHostError
from wasmload.http._response import Headers


class NoHost(unittest.TestCase):
    def test_what_asks_the_host_says_that_there_is_none(self):
        asking = [
            lambda: http.get("/"),
            lambda: check("a", True),
            lambda: env("A"),
            lambda: log.info("a"),
            lambda: sleep(1),
            lambda: Counter("a").add(1),
            lambda: group("a").__enter__(),
            lambda: websocket.connect("/"),
            lambda: websocket.receive_any([]),
        ]
        for ask in asking:
            with self.assertRaisesRegex(NoHostError, "wasmload run"):
                ask()

    def test_wrong_types_are_named_before_the_host_is_asked(self):
        asking = {
            "`url` must be text": lambda: http.get(7),
            "no option `nme`": lambda: http.get("/", nme="a"),
            "`seconds` must be a number": lambda: sleep("1"),
            "`value` must be a number": lambda: Counter("a").add("1"),
            "is a function": lambda: check("a", lambda: True),
            "`params` must be made with": lambda: http.get("/", params={"page": 1}),
        }
        for says, ask in asking.items():
            with self.assertRaisesRegex(TypeError, says):
                ask()

    def test_limits_are_never_rounded_to_nothing(self):
        self.assertEqual([milliseconds("timeout", one) for one in (0.000001, 0.25, 1e12)], [1, 250, 4_294_967_295])

    def test_headers_are_found_in_any_case(self):
        headers = Headers([("content-type", "text/html"), ("x-twice", "1"), ("x-twice", "2")])
        self.assertEqual(headers["Content-Type"], "text/html")
        self.assertEqual(headers.get("X-Twice"), "1, 2")

    def test_a_failure_names_the_line_and_the_cause(self):
        try:
            try:
                {}["b"]
            except KeyError as error:
                raise http.BodyError("not-json", "no order") from error
        except ValueError as error:
            self.assertEqual(message(error), "wasmload.http.BodyError: no order")
            self.assertRegex(stack(error), r"at .*test_outside\.py:\d+ in .*\nbecause of KeyError: 'b'\nat .*test_outside")
        self.assertEqual(shown_path("/0/shop/scenario.py"), "shop/scenario.py")


if __name__ == "__main__":
    unittest.main()
