const express = require('express')
const fastify = require('fastify')()
const Koa = require('koa')
const AWS = require('aws-sdk')
const { serve } = require('./routes')

const app = express()
app.use((req, res, next) => {
  req.pictures = new AWS.S3()
  req.clients = { baskets: new AWS.S3() }
  next()
})
app.set('archive', new AWS.S3())
serve(app)
app.get('/again', () => {
  app.get('archive').upload({ Bucket: 'archive', Key: 'f.txt', Body: '' }).promise()
})

fastify.decorate('uploads', new AWS.S3())
fastify.get('/', async (request) => {
  await request.server.uploads.upload({ Bucket: 'uploads', Key: 'd.txt', Body: '' }).promise()
})

const koa = new Koa()
koa.context.reports = new AWS.S3()
koa.use(async (ctx) => {
  await ctx.reports.upload({ Bucket: 'reports', Key: 'e.txt', Body: '' }).promise()
})
