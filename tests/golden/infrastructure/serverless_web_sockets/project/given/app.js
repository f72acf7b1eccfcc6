const { ApiGatewayManagementApi } = require("@aws-sdk/client-apigatewaymanagementapi");
exports.handler = async (event) => {
  const { domainName, stage, connectionId } = event.requestContext;
  await new ApiGatewayManagementApi({ endpoint: `https://${domainName}/${stage}` }).postToConnection({ ConnectionId: connectionId, Data: "hi" });
};
