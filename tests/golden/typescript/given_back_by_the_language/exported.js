exports.all = Object.assign({}, require("./items"), { version: 2 });
