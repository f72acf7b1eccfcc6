exports.greeting = "hello";
exports.queue = "jobs";
