module.exports = { bucket: "files", topic: "arn:aws:sns:us-east-1:111122223333:saved" };
