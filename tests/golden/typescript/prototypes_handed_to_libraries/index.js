const registry = require("strange-registry");
const { Created, Inheriting, Plain, Set } = require("./transports");

registry.use(new Inheriting());
registry.use({ transports: [new Created()] });
registry.use(new Set());
registry.use(new Plain());

exports.handler = async (event) => registry.run(event);
