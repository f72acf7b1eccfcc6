exports.more = { handler: "send.handler" };
