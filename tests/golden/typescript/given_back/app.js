const AWS = require('aws-sdk')
const { lazy, box } = require('shelves')

const store = lazy(() => new AWS.S3())
const boxed = box({ topics: new AWS.SNS() })

exports.handler = async () => {
  await store.get().upload({ Bucket: 'lazy', Key: 'a.csv', Body: '' }).promise()
  await boxed.topics.listTopics().promise()
  const queues = lazy(() => new AWS.SQS())
  await queues().listQueues().promise()
}
