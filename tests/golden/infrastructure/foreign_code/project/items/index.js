const _ = require("lodash");
const pad = require("left-pad");
const { put } = require("@acme/store");
const format = require("./format");

exports.handler = async (event) => put(_.pick(event, [pad(format.name, 3)]));
