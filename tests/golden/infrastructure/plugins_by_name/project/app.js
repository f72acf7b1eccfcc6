const { run } = require("artillery");

exports.handler = async (event) => run(event.script);
