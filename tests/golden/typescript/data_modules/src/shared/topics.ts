export const topic = "arn:aws:sns:eu-west-1:123456789012:done";
