const { exec } = require("child_process");

exports.plain = async () => {
  exec("node -r dotenv/config job.js");
};

exports.prepared = async () => {
  exec("node -r ./setup.js job.js");
};

exports.assigned = async () => {
  exec("node --import=./setup.js job.js");
};
