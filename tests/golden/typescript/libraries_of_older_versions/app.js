const middy = require('@middy/core')
const ssm = require('@middy/ssm')
const secretsManager = require('@middy/secrets-manager')
const { settings } = require('@acme/settings')

const { STAGE } = process.env

const search = async (event, context) => context.SEARCH_KEY
const report = async (event, context) => context.REPORT

module.exports.search = middy(search)
  .use(ssm({ cache: true, names: { SEARCH_KEY: `/${STAGE}/search-key` }, paths: { shop: '/shop/all' } }))
  .use(secretsManager({ secrets: { DATABASE: 'shop/database-config' } }))

// Nothing is known of the options: whatever they can ask for is asked for.
module.exports.report = middy(report).use(ssm(settings.parameters))
