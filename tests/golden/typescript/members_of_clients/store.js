const { DynamoDB } = require('@aws-sdk/client-dynamodb')
const { DynamoDBDocument, QueryCommand } = require('@aws-sdk/lib-dynamodb')

const inPages = (client, Kind) => async params => client.send(new Kind({ ...params }))

const make = () => {
  const store = DynamoDBDocument.from(new DynamoDB({}))
  store.queryAll = inPages(store, QueryCommand)
  Object.assign(store, { scanAll: async params => store.scan(params) })
  return store
}
const store = make()

exports.handler = async () => {
  await store.queryAll({ TableName: 'orders' })
  await store.scanAll({ TableName: 'returns' })
}
