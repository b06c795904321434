/** The page's one live line. The server says what changed; this says it on as events, and asks again when it was away.
 *
 * live.on("board:12", (message) => ...)   a topic, or a kind such as "op"; returns a function that ends it
 * live.send({topic, kind, ...})           true when it went out; false while the line is down
 * live.seen("board:12", 41)               the sequence number the page already shows
 * live.enter(token, ["twin:7"])           listen to more, by a token for these that came with a fragment
 * Each announced topic also fires `live:<topic>` on the body, so that htmx can fetch a fragment again.
 */
import { backoff } from "./reckoning/backoff.js";

const PING_MS = 25000;
const QUIET_MS = 60000;
const POLL_MS = 4000;
const STALE = "live-token-refused";
const UNSTORED = new Set(["ghost", "cursor", "view", "choosing", "presence"]);
const COMES_BACK = new Set(["too-slow", "never-entered"]);

const tokens = [...document.querySelectorAll('meta[name="live"]')].map((meta) => meta.content).filter(Boolean);
const listeners = new Map();
const numbers = new Map();
const known = new Set();
let socket = null;
let tries = 0;
let heard = 0;
let ended = false;
let entered = false;
let again = false;
let retry = 0;

export const live = { topics: [], state: "closed", on, send, seen, onState, enter };

function on(name, fn) {
  const known = listeners.get(name) ?? new Set();
  listeners.set(name, known.add(fn));
  return () => known.delete(fn);
}

function onState(fn) {
  return on("state", fn);
}

function seen(topic, seq) {
  if (Number.isInteger(seq) && seq > (numbers.get(topic) ?? -1)) numbers.set(topic, seq);
}

/** Listen to what came on to the page since; entered again whenever the line comes back. */
function enter(token, topics) {
  if (!token || topics.every((topic) => known.has(topic))) return;
  for (const topic of topics) known.add(topic);
  tokens.push(token);
  send({ kind: "enter", token });
}

function send(message) {
  if (live.state !== "open" || !socket || socket.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

function tell(name, message) {
  for (const fn of [...(listeners.get(name) ?? [])]) fn(message);
}

function become(state) {
  if (live.state === state) return;
  live.state = state;
  tell("state", state);
  document.body.dispatchEvent(new CustomEvent("live:state", { detail: { state } }));
}

function fire(topic, message) {
  document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { detail: message }));
}

function connect() {
  if (ended || !tokens.length) return;
  clearTimeout(retry);
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const mine = new WebSocket(`${scheme}://${location.host}/live/`);
  socket = mine;
  mine.addEventListener("open", () => {
    again = entered;
    live.topics = [];
    tokens.forEach((token) => mine.send(JSON.stringify({ kind: "enter", token })));
  });
  mine.addEventListener("message", (event) => {
    heard = Date.now();
    if (mine === socket) take(JSON.parse(event.data));
  });
  mine.addEventListener("close", () => {
    if (mine === socket) lost();
  });
}

function lost() {
  socket = null;
  if (ended) return;
  tries += 1;
  if (tries > 1 || entered) become("down");
  retry = setTimeout(connect, backoff(tries));
}

const byKind = {
  entered(message) {
    const fresh = (message.topics ?? []).filter((topic) => !live.topics.includes(topic));
    live.topics = [...live.topics, ...fresh];
    for (const topic of fresh) known.add(topic);
    tries = 0;
    entered = true;
    heard = Date.now();
    become("open");
    for (const topic of fresh) {
      if (numbers.has(topic)) send({ kind: "resume", topic, since: numbers.get(topic) });
      if (again) fire(topic, { topic, kind: "again" });
    }
    for (const topic of message.behind ?? []) take({ topic, kind: "changed" });
  },
  cut(message) {
    if (COMES_BACK.has(message.why)) {
      socket?.close();
      return;
    }
    tell("cut", message);
    if (message.topic) return;
    ended = true;
    become("cut");
    socket?.close();
  },
  refused(message) {
    if (message.code === "token") stale();
    else tell(message.topic ?? "refused", message);
    if (message.topic) tell("refused", message);
  },
  pong() {},
};

function take(message) {
  if (Object.hasOwn(byKind, message.kind)) return byKind[message.kind](message);
  if (message.topic) seen(message.topic, message.seq);
  if (message.topic) tell(message.topic, message);
  if (message.kind && message.kind !== message.topic) tell(message.kind, message);
  if (message.topic && !UNSTORED.has(message.kind)) fire(message.topic, message);
}

/** The page's token is too old or another session's: a fresh page has a fresh one. Once a minute at most. */
function stale() {
  const last = Number(sessionStorage.getItem(STALE) ?? 0);
  if (Date.now() - last < QUIET_MS) return;
  sessionStorage.setItem(STALE, String(Date.now()));
  location.reload();
}

function tend() {
  if (!socket || socket.readyState !== WebSocket.OPEN) return;
  if (entered && Date.now() - heard > QUIET_MS) socket.close();
  else send({ kind: "ping" });
}

function poll() {
  if (live.state !== "open" && !ended && !document.hidden) {
    document.body.dispatchEvent(new CustomEvent("live:poll"));
  }
}

/** Begin. A page without a token still polls, for what it asks to have polled. */
export function begin() {
  connect();
  setInterval(tend, PING_MS);
  setInterval(poll, POLL_MS);
  addEventListener("online", () => {
    if (!socket) connect();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !socket) connect();
  });
  addEventListener("pagehide", ({ persisted }) => {
    if (persisted) document.documentElement.dataset.withheld = ""; // gone back to, it shows nothing before it asks anew
    ended = true;
    socket?.close();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
