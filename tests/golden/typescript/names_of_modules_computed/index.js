const vm = require("vm");

exports.handler = async (event) => {
  const step = require(`./steps/${event.step}`);
  await step.run();
  const other = await import(event.module);
  await other.run();
  new vm.Script(event.code).runInThisContext();
};
