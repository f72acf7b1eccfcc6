exports.handler = async () => {
  const switches = {};
  switches['stop-databases'] = process.env.DATABASES;
  for (const name in switches) {
    if (switches[name] === 'true') {
      const Task = require(name);
      await new Task().run();
    }
  }
  const Last = require('./stop-' + process.env.LAST);
  await new Last().run();
};
