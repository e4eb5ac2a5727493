/** `wasmload:websocket`: what is sent and received, how a socket is opened, how it ends, and why it is not opened. */
import { fail, variable } from "wasmload";
import exec from "wasmload/execution";
import websocket, { type Socket, type SocketOptions, WebSocketError } from "wasmload/websocket";

import { prove } from "./prove.js";

/** How long what has to come may take. */
const LONG = "60s";

/** How long nothing may come. */
const MOMENT = "20ms";

export function all(): void {
  // First of all, and looked at last: by then it is over on both sides.
  const ending = to("close/4001");
  const ended = error(() => ending.receive());
  messages();
  handshakes();
  several();
  broken();
  notValid();
  notOpened();
  prove("sockets.error-kind.closed", ended.kind === "closed");
  const closed = ending.close();
  prove("sockets.error.closure", ended.closure?.code === closed.code && ended.closure.reason === closed.reason);
  prove("closure.code", closed.code === 4001);
  prove("closure.reason", closed.reason === "told to");
}

function messages(): void {
  const plain = websocket.connect(`${url("WEBSOCKET_URL")}echo`);
  prove("sockets.connect", plain.exchange("hello", LONG).message === "hello");
  plain.close();

  const echo = to("echo");
  echo.send("tea, Käse");
  prove("socket.send", true);
  prove("message.text", echo.receive().message === "tea, Käse");
  echo.send(new Uint8Array([0, 0xff, 7]));
  const bytes = echo.receive().message;
  prove("message.binary", bytes instanceof Uint8Array && String(bytes) === "0,255,7");
  prove("socket.receive", echo.receive(MOMENT) === undefined);
  const before = exec.instance.currentTestRunDuration;
  const answer = echo.exchange("when", LONG);
  prove("socket.exchange", true);
  prove("arrival.message", answer.message === "when");
  prove("arrival.at-us", before <= answer.at && answer.at <= exec.instance.currentTestRunDuration);
  const trip = echo.ping(LONG);
  prove("socket.ping", trip >= 0 && trip <= 60_000);
  prove("socket.closure", echo.closure === undefined);
  const { code, reason } = echo.close(3000, "enough", LONG);
  prove("socket.close", code === 3000 && reason === "enough");
}

function handshakes(): void {
  const tags = { part: "sockets", scenario: "mine", group: "mine" };
  const plain = to("headers", { headers: { "x-own": "own" }, subprotocols: ["a", "b"], tags });
  const sent = text(plain);
  const lines = sent.split("\n");
  prove("options.headers", lines.includes("x-own: own"));
  prove("options.subprotocols", lines.includes("sec-websocket-protocol: a, b"));
  prove("socket.headers", plain.headers.some(([name, value]) => name === "x-served-by" && value === "tests"));
  // What the tags of the samples are is looked at from outside.
  prove("options.name", true);
  prove("options.tags", true);
  const noneChosen = plain.subprotocol === "";
  plain.close();

  const compressing = to("headers", { compression: true });
  const offer = "permessage-deflate";
  prove("options.compression", text(compressing).includes(offer) && !sent.includes(offer));
  compressing.close();

  const chosen = to("subprotocol/b", { subprotocols: ["a", "b"] });
  prove("socket.subprotocol", chosen.subprotocol === "b" && noneChosen);
  chosen.close();
}

function several(): void {
  const [quiet, loud] = [to("echo"), to("greeting")];
  let heard = 0;
  for (let i = 0; i < 3; i += 1) {
    const first = websocket.receiveAny([quiet, loud], LONG);
    if (first?.socket === loud && first.arrival?.message === "hello") heard += 1;
  }
  const more = websocket.receiveAny([quiet, loud], MOMENT);
  prove("sockets.receive-any", heard === 3 && more === undefined && websocket.receiveAny([], LONG) === undefined);
  quiet.close();
  loud.close();
}

/** The other side does not keep to what was agreed. */
function broken(): void {
  const fits = to("large/1000", { messageLimit: 1000 });
  prove("options.message-limit", fits.receive().message.length === 1000);
  fits.close();
  for (const [kind, path, options] of [
    ["too-large", "large/1000", { messageLimit: 999 }], ["connection-reset", "end", {}], ["protocol", "reserved", {}],
  ] as const) {
    const socket = to(path, options);
    prove(`sockets.error-kind.${kind}`, error(() => socket.receive()).kind === kind);
    socket.close();
  }
}

function notValid(): void {
  const open = to("echo");
  const code = error(() => open.close(1002, "", LONG));
  open.close();
  const refused = [
    code,
    error(() => websocket.connect("http://[", { name: "sockets" })),
    error(() => to("echo", { headers: { "sec-websocket-key": "x" } })),
    error(() => to("echo", { subprotocols: ["a b"] })),
  ];
  prove("sockets.error-kind.invalid-request", refused.every(({ kind }) => kind === "invalid-request"));
}

function notOpened(): void {
  const failed = (address: string) => error(() => websocket.connect(address, { name: "sockets" }));
  for (const [kind, name] of [
    ["not-granted", "NOT_GRANTED_URL"], ["dns", "DNS_URL"], ["connection-refused", "REFUSED_URL"],
    ["connection-failed", "UNREACHABLE_URL"], ["tls", "UNTRUSTED_URL"],
  ] as const) {
    prove(`sockets.error-kind.${kind}`, failed(url(name)).kind === kind);
  }
  const rejected = failed("/status/403");
  prove("sockets.error-kind.rejected", rejected.kind === "rejected" && rejected.code === 1403);
  const late = error(() => to("silent", { timeout: "100ms" })).kind === "timeout";
  prove("sockets.error-kind.timeout", late);
  prove("options.timeout-ms", late);
  const refused = failed(url("REFUSED_URL"));
  prove("sockets.error.kind", refused.kind === "connection-refused");
  prove("sockets.error.code", refused.code === 1212);
  prove("sockets.error.message", refused.message.includes("refused") && refused.closure === undefined);
}

/** A socket at the server of WebSockets. */
function to(path: string, options: SocketOptions = {}): Socket {
  return websocket.connect(`${url("WEBSOCKET_URL")}${path}`, { name: "sockets", ...options });
}

/** The text that comes next. */
function text(socket: Socket): string {
  return String(socket.receive().message);
}

/** The error of a call that must not succeed. */
function error(call: () => unknown): WebSocketError {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof WebSocketError) return thrown;
    throw thrown;
  }
  return fail("a socket did what it should not have done");
}

function url(name: string): string {
  return variable(name) ?? fail(`the variable ${name} is missing`);
}
