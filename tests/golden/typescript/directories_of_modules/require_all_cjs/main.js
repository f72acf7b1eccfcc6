const mods = require("require-all")({ dirname: __dirname + "/mods" });
exports.run = () => mods.a.go();
