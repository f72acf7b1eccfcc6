const ctx = require.context("./mods", true, /\.js$/);
exports.run = () => ctx.keys().forEach((k) => ctx(k).go());
