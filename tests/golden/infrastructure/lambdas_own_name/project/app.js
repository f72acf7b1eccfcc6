const { LambdaClient, InvokeCommand, GetFunctionCommand } = require("@aws-sdk/client-lambda");
exports.handler = async (event, context) => {
  const c = new LambdaClient({});
  await c.send(new InvokeCommand({ FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME }));
  await c.send(new GetFunctionCommand({ FunctionName: context.functionName }));
  await c.send(new InvokeCommand({ FunctionName: context.invokedFunctionArn }));
};
