const { save, remove } = require("./store");
const Notifier = require("./notifier");
const config = require("./config");
const legacy = require("./legacy");

module.exports.handler = async (event) => {
  await save(event.id);
  await remove(event.id);
  await new Notifier(config.topic).notify("saved");
  await legacy().touch("t");
};
