const mods = require("require-dir")("./mods");
exports.run = () => mods.a.go();
