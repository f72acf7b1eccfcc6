// A client that shows MCP Apps, made of the extension's own software for clients (AppBridge), around one app.
// `GIVEN` has the app, a result of the tool, and the resources that the server has.
import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";

const said = document.createElement("pre");
said.id = "said";
document.body.append(said);
const say = (...values) => said.append(values.join(" ") + "\n");
const frame = document.createElement("iframe");
frame.sandbox = "allow-scripts allow-same-origin";
frame.width = 1100;
document.body.prepend(frame);

const bridge = new AppBridge(null, { name: "conformance", version: "1" }, { serverResources: {} }, {
  hostContext: { theme: "dark", displayMode: "inline" },
});
bridge.onerror = (error) => say("error", error.message);
bridge.onreadresource = async ({ uri }) => {
  say("read", uri);
  return { contents: [{ uri, mimeType: "text/html", text: GIVEN.resources[uri] }] };
};
bridge.onsizechange = ({ height }) => {
  frame.height = height;
  say("height", height > 0);
};
bridge.oninitialized = async () => {
  await bridge.sendToolInput({ arguments: GIVEN.asked });
  await bridge.sendToolResult(GIVEN.result);
  setTimeout(async () => {
    say("theme", frame.contentDocument.documentElement.style.colorScheme);
    say("shown", frame.contentDocument.querySelector("#count")?.textContent);
    say("text", frame.contentDocument.querySelector("header")?.innerText.replace(/\s+/g, " "));
    await bridge.teardownResource({});
    say("ended");
  }, 1000);
};
await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
frame.srcdoc = GIVEN.app;
