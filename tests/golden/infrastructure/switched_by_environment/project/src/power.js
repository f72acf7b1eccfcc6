const { EC2Client, StopInstancesCommand, StartInstancesCommand } = require("@aws-sdk/client-ec2");

const ec2 = new EC2Client({});

exports.handler = async (event) => {
  switch (process.env.MODE) {
    case "stop":
      return ec2.send(new StopInstancesCommand({ InstanceIds: event.ids }));
    default:
      return ec2.send(new StartInstancesCommand({ InstanceIds: event.ids }));
  }
};
