const { Store } = require("../store.js");
exports.go = () => new Store().get();
