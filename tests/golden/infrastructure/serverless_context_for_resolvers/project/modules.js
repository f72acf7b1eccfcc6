exports.modules = JSON.parse(require("fs").readFileSync("modules.json", "utf8"));
