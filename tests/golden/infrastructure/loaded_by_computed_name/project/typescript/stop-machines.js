const AWS = require('aws-sdk');

class Machines {
  async run() {
    await new AWS.EC2().stopInstances({ InstanceIds: ['i-1'] }).promise();
  }
}

module.exports = Machines;
