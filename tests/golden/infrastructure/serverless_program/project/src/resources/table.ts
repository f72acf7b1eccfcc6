export const table = {
  Orders: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders-${sls:stage}' } },
};
