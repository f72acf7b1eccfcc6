const AWS = require('aws-sdk');
const settings = require('settings');

class Databases {
  async run() {
    await new AWS.RDS().stopDBInstance({ DBInstanceIdentifier: settings.name }).promise();
  }
}

module.exports = Databases;
