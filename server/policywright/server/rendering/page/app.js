"use strict";
// The app's side of the protocol's extension for user interfaces (2026-01-26): JSON-RPC by postMessage.
const host = window.parent;
const root = document.documentElement;
const pending = new Map();
let last = 0;
let readable = false;

function send(message) {
  host.postMessage({ jsonrpc: "2.0", ...message }, "*");
}

function ask(method, params) {
  const id = ++last;
  send({ id, method, params });
  return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
}

function plain(text) {
  const shown = document.createElement("pre");
  shown.textContent = text;
  const main = document.createElement("main");
  main.append(shown);
  document.body.replaceChildren(main);
}

function look(context) {
  if (context && (context.theme === "dark" || context.theme === "light")) root.style.colorScheme = context.theme;
}

// A page that was read is only looked at: nothing in it runs, whatever it contains.
function draw(page) {
  const body = new DOMParser().parseFromString(page, "text/html").body;
  for (const one of body.querySelectorAll("script, style")) one.remove();
  document.body.replaceChildren(...body.children);
  start();
}

async function result(answer) {
  const data = answer.structuredContent || {};
  const text = (answer.content || []).filter((one) => one.type === "text").map((one) => one.text).join("\n");
  const report = typeof data.report === "string" && data.report.match(/^policywright:\/\/[0-9a-f]+\//);
  if (answer.isError || !report || !readable) return plain(text || data.summary || "There is no answer.");
  try {
    const read = await ask("resources/read", { uri: report[0] + "report.html" });
    draw(read.contents[0].text);
  } catch (error) {
    plain(text || data.summary || String(error.message));
  }
}

window.addEventListener("message", (event) => {
  const message = event.data;
  if (event.source !== host || !message || message.jsonrpc !== "2.0") return;
  if (message.method === undefined) {
    const asked = pending.get(message.id);
    pending.delete(message.id);
    if (asked && message.error) asked.reject(new Error(message.error.message));
    else if (asked) asked.resolve(message.result);
  } else if (message.method === "ui/notifications/tool-result") result(message.params);
  else if (message.method === "ui/notifications/tool-cancelled") plain("Cancelled.");
  else if (message.method === "ui/notifications/host-context-changed") look(message.params);
  else if (message.id !== undefined) {
    if (message.method === "ping" || message.method === "ui/resource-teardown") send({ id: message.id, result: {} });
    else send({ id: message.id, error: { code: -32601, message: "no method " + message.method } });
  }
});

async function connect() {
  const found = await ask("ui/initialize", {
    protocolVersion: "2026-01-26",
    appInfo: { name: "policywright", version: root.dataset.version },
    appCapabilities: {},
  });
  readable = Boolean(found.hostCapabilities && found.hostCapabilities.serverResources);
  look(found.hostContext);
  send({ method: "ui/notifications/initialized", params: {} });
  new ResizeObserver(() => {
    const { width, height } = root.getBoundingClientRect();
    send({ method: "ui/notifications/size-changed", params: { width: Math.ceil(width), height: Math.ceil(height) } });
  }).observe(document.body);
}

connect();
