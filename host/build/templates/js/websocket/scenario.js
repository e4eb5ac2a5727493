// Users who stay connected: each opens one WebSocket, and asks again and again over it. The target answers each message.
import { check, thinkTime } from "wasmload";
import exec from "wasmload/execution";
import websocket from "wasmload/websocket";

import { question } from "./question.js";

// What runs without flags; a plan file or flags override it.
export const options = {
  scenarios: {
    conversations: { executor: "constant-vus", vus: 5, duration: "10s" },
  },
  thresholds: {
    ws_msg_rtt: ["p(95)<500"],
    ws_dropped: ["count<1"],
    checks: ["rate>0.99"],
  },
};

// The state of a VU: its socket lives as long as it does.
let socket;

export function vuStart() {
  socket = websocket.connect("/", { name: "conversation", timeout: "10s" });
}

// One iteration.
export default function () {
  const asked = question(exec.vu.iterationInScenario);
  const { message } = socket.exchange(asked, "5s");
  check(message, { "it answers": (message) => message === asked });
  thinkTime(0.5, 1.5);
}
