const other = require("./other");
exports.accounts = { find: other.find, own: async () => other.find("own") };
exports.deep = { a: { b: other.find } };
module.exports.direct = other.find;
