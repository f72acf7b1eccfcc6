const path = require("path");
const storage = require(__dirname + "/storage");
const named = require(path.join(__dirname, "named.js"));

const all = { version: 1 };
for (var one in storage) all[one] = storage[one];
for (const other in named) {
  if (typeof named[other] === "function") all[other] = named[other];
}
module.exports = all;
