const { SESClient, SendRawEmailCommand } = require("@aws-sdk/client-ses");

exports.handler = async (event) => new SESClient({}).send(new SendRawEmailCommand({ RawMessage: { Data: event.mail } }));
