const AWS = require('aws-sdk')
const async = require('async')

const s3 = new AWS.S3()

class Sweeper {
  constructor(bucket) {
    this.bucket = bucket
  }

  sweep(done) {
    s3.deleteObject({ Bucket: this.bucket, Key: 'old' }, done)
  }
}

function backUp(table, client, done) {
  client.createBackup({ TableName: table, BackupName: 'daily' }, done)
}

const carts = new Sweeper('carts')
const tokens = new Sweeper('tokens')
carts.sweep(() => {})
async.series({ tokens: tokens.sweep.bind(tokens) }, () => {})
async.waterfall([
  backUp.bind(undefined, 'orders', new AWS.DynamoDB()),
  backUp.bind(undefined, 'users', new AWS.DynamoDB()),
], () => {})
