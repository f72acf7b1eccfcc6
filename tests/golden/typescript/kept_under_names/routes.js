// The calls say by nothing but their receiver what they are.
exports.serve = (app) => {
  app.get('/', async (req, res) => {
    const { baskets } = req.clients
    await req.pictures.upload({ Bucket: 'pictures', Key: 'a.png', Body: '' }).promise()
    await baskets.upload({ Bucket: 'baskets', Key: 'b.txt', Body: '' }).promise()
    await req.app.get('archive').upload({ Bucket: 'archive', Key: 'c.txt', Body: '' }).promise()
    res.json(req.query.pictures)
  })
}
