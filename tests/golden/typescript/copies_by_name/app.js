const helpers = require("./lib");

exports.handler = async (event) => {
  await helpers.upload("a.png");
  await helpers.read(event.id);
  return helpers.step3(event);
};
