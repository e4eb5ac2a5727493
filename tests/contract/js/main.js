// The contract guest in JavaScript, on the bindings that componentize-qjs makes out of `wit/`. It is not an example to
// copy: scenarios are written on an SDK. The guests in the other languages do the same, check by check.
import checks from "wasmload:metrics/checks@0.1.0";
import client from "wasmload:http/client@0.1.0";
import configuration from "wasmload:scenario/configuration@0.1.0";
import execution from "wasmload:scenario/execution@0.1.0";
import groups from "wasmload:metrics/groups@0.1.0";
import log from "wasmload:scenario/log@0.1.0";
import metrics from "wasmload:metrics/metrics@0.1.0";
import timing from "wasmload:scenario/timing@0.1.0";

const DATA = '{"greeting":"hello"}';
const PLAN = {
  scenarios: { contract: { executor: "per-vu-iterations", vus: 2, iterations: 3, exec: "default" } },
};
// The bytes of "grüße" in UTF-8: QuickJS has no TextEncoder.
const WORD = "gr\u00fc\u00dfe";
const WORD_BYTES = new Uint8Array([0x67, 0x72, 0xc3, 0xbc, 0xc3, 0x9f, 0x65]);

// What a VU keeps between its iterations.
let params;
let discarding;
let requests;
let duration;
let tags;
let iterations = 0;

// A failure is thrown as a plain object. An `Error` without a `payload` is no `failure` record and would be a trap.
function failure(message, stack) {
  return { message, stack };
}

// Calls `call` and gives what an import threw: the `payload` of the error is the WIT value.
function thrown(call) {
  try {
    call();
  } catch (error) {
    if (error.payload === undefined) throw error;
    return error.payload;
  }
  return undefined;
}

function request(method, url, rest) {
  return { method, url, headers: [], ...rest };
}

export const lifecycle = {
  describe() {
    return { plan: JSON.stringify(PLAN), functions: ["default", "failing"], sdkName: "", sdkVersion: "" };
  },

  setup() {
    const vu = execution.currentVu();
    if (vu.idInTest !== 0 || vu.idInScenario !== 0) throw failure("`setup` runs in a VU");
    if (execution.currentScenario().name !== "") throw failure("`setup` belongs to a scenario");
    return DATA;
  },

  vuStart(data) {
    if (data !== DATA) throw failure(`\`vu-start\` got ${data}`);
    params = new client.Params();
    params.setName("contract");
    params.setTag("guest", "js");
    params.addHeader("x-guest", "js");
    params.setExpectedStatuses([{ lowest: 200, highest: 299 }]);
    params.setRedirects(3);
    params.setTimeouts({ firstByteMs: 20_000, totalMs: 30_000 });
    params.setBodyMode("keep");
    params.setBodyLimit(1_048_576);
    discarding = new client.Params();
    discarding.setName("discarding");
    discarding.setBodyMode("discard");
    requests = metrics.register("contract_requests", "counter", "none");
    duration = metrics.register("contract_duration", "trend", "milliseconds");
    tags = metrics.registerTags([["guest", "js"]]);
  },

  iteration(index) {
    if (index === 1) {
      iterations += 1;
      throw failure("meant to fail", "contract guest, function `failing`");
    }
    const broken = [];
    const check = (name, passed) => {
      checks.record(checks.register(name), passed, tags);
      if (!passed) broken.push(name);
    };
    groups.enter("contract");
    ask(check);
    post(check);
    refuse(check);
    measure(check);
    know(check);
    groups.leave();
    iterations += 1;
    log.write("info", `iteration ${iterations} is done`);
    timing.sleep(1);
    if (broken.length > 0) throw failure(`not as agreed: ${broken.join(", ")}`);
  },

  vuEnd() {
    params[Symbol.dispose]();
    discarding[Symbol.dispose]();
    log.write("info", "the VU ends");
  },

  teardown(data) {
    if (data !== DATA) throw failure(`\`teardown\` got ${data}`);
    log.write("info", "teardown is done");
  },
};

// One GET, and everything that a response can be asked for.
function ask(check) {
  const url = configuration.variable("URL");
  const headers = [{ name: "accept", value: "application/json" }];
  const response = client.send({ method: "GET", url, headers, params });
  const content = response.content;
  check("status is 200", response.status === 200);
  check("status is expected", response.expected);
  check("a header is found by name", content.header("Content-Type")?.startsWith("application/json") === true);
  check("a missing header is none", content.header("x-not-there") == null);
  check("headers are listed", content.headers().some((header) => header.name === "content-type"));
  const id = content.json("items.0.id");
  check("id is 7", id?.tag === "number" && id.val === 7);
  check("a missing value is none", content.json("items.99") == null);
  const items = content.json("items");
  check("an array is JSON text", items?.tag === "composite" && JSON.parse(items.val)[0].id === 7);
  const size = content.bytes().length;
  check("text and bytes are there", content.text().includes('"items"') && size === response.bodySize);
  const times = content.timings();
  const whole = times.sending + times.waiting + times.receiving;
  check("timings add up", times.waiting > 0 && Math.abs(whole - response.durationMs) < 0.001);
  const details = content.details();
  check("details are there", details.url.startsWith(url) && details.protocol === "HTTP/1.1"
    && details.remoteAddress.includes(":") && details.tlsVersion == null && details.redirects === 0);
  metrics.add(requests, 1, tags);
  metrics.add(duration, response.durationMs, 0);
  content[Symbol.dispose]();
}

// Bodies as text and as bytes; the second response's body is discarded.
function post(check) {
  const url = configuration.variable("URL");
  const text = client.send(request("POST", url, { body: { tag: "text", val: WORD }, params }));
  check("text is posted", text.status === 200);
  text.content[Symbol.dispose]();
  const bytes = client.send(request("POST", url, { body: { tag: "bytes", val: WORD_BYTES }, params: discarding }));
  check("bytes are posted", bytes.status === 200);
  check("a discarded body is an error", thrown(() => bytes.content.text())?.tag === "discarded");
  bytes.content[Symbol.dispose]();
}

// A refused request, alone and beside one that is answered.
function refuse(check) {
  const url = configuration.variable("URL");
  const refused = configuration.variable("REFUSED_URL");
  const error = thrown(() => client.send(request("GET", refused)));
  check("a refusal is not-granted", error?.kind === "not-granted" && error.code >= 1000 && error.message !== "");
  const answers = client.batch([request("GET", url, { params }), request("GET", refused, { params })]);
  check("a batch keeps the order", answers.length === 2 && answers[0].tag === "ok" && answers[0].val.status === 200
    && answers[1].tag === "err" && answers[1].val.kind === "not-granted");
  for (const answer of answers) {
    if (answer.tag === "ok") answer.val.content[Symbol.dispose]();
  }
}

function measure(check) {
  const name = thrown(() => metrics.register("1 bad name", "counter", "none"));
  check("a bad name is an error", name?.tag === "invalid-name" && name.val !== "");
  const conflict = thrown(() => metrics.register("contract_requests", "gauge", "bytes"));
  check("a conflict is an error", conflict?.tag === "conflict" && conflict.val !== "");
}

function know(check) {
  const vu = execution.currentVu();
  check("the VU is known", vu.idInTest >= 1 && vu.idInScenario >= 1);
  const iteration = execution.currentIteration();
  check("iterations are counted", iteration.inVu === iterations);
  check("starts are known", iteration.scheduledUs <= iteration.startedUs
    && iteration.startedUs <= execution.elapsedUs());
  const scenario = execution.currentScenario();
  check("the scenario is known", scenario.name !== "" && scenario.executor !== "" && scenario.function === "default");
  const progress = execution.progress();
  check("progress is a share", progress >= 0 && progress <= 1);
  execution.setTag("colour", "blue");
  check("a tag is set", execution.tags().some(([name, value]) => name === "colour" && value === "blue"));
  execution.removeTag("colour");
  check("a tag is removed", !execution.tags().some(([name]) => name === "colour"));
  const seed = execution.randomSeed();
  check("the seed is exact", Number.isSafeInteger(seed) && seed >= 0 && seed === execution.randomSeed());
  check("variables need a grant", configuration.variable("NOT_GRANTED") == null
    && configuration.variables().some(([name]) => name === "URL"));
  check("the target is optional", configuration.target() !== "");
}
