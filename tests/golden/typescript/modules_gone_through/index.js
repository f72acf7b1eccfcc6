const _ = require("lodash");
const R = require("ramda");

const wrapped = _.mapValues(require("./wrapped"), (f) => async (event) => f(event));
const named = require("./named");

const rows = { one: { send: (event) => event }, two: { send: () => require("./last").list() } };

exports.handler = async (event) => {
  _.forEach(require("./handlers"), (f) => f(event));
  await wrapped[event.name](event);
  await _.find(require("./found"), (f) => f.name === event.name)(event);
  await _.get(named, event.path)(event);
  // The values of an object, not its entries.
  await _.find(rows, (row) => row.name === event.name).send(event);
  R.forEach((row) => row.send(event), rows);
};
