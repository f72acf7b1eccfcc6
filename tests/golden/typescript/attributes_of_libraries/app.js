const AWS = require('aws-sdk')
const express = require('express')
const tools = require('shop-tools')
const { AsyncLocalStorage } = require('async_hooks')

const app = express()
const storage = new AsyncLocalStorage()

// What upload() is, nothing but the receiver says.
app.locals.pictures = new AWS.S3()
tools.store = new AWS.S3()
global.archive = new AWS.S3()

app.get('/picture', (req, res) => {
  app.locals.pictures.upload({ Bucket: 'pictures', Key: 'a.png', Body: '' }).promise()
})
app.get('/tool', (req, res) => {
  tools.store.upload({ Bucket: 'tools', Key: 'b.txt', Body: '' }).promise()
})
app.get('/old', (req, res) => {
  archive.upload({ Bucket: 'archive', Key: 'c.txt', Body: '' }).promise()
  global.archive.upload({ Bucket: 'archive', Key: 'd.txt', Body: '' }).promise()
})

const inner = () => storage.getStore().s3.upload({ Bucket: 'contexts', Key: 'e.txt', Body: '' }).promise()
app.get('/context', (req, res) => storage.run({ s3: new AWS.S3() }, inner))
