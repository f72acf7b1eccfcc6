const { S3, DeleteObjectsCommand, paginateListObjectsV2 } = require('@aws-sdk/client-s3')

const client = new S3({})

exports.purge = async (event) => {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: 'uploads' })) {
    const Objects = page.Contents.map((one) => ({ Key: one.Key }))
    await client.send(new DeleteObjectsCommand({ Bucket: 'uploads', Delete: { Objects } }))
  }
  const old = event.keys.filter((key) => key.old).map((key) => ({ Key: key.name }))
  await client.send(new DeleteObjectsCommand({ Bucket: 'old', Delete: { Objects: old } }))
}

exports.forget = async (event) => {
  // Here a version is given, or may be.
  const versions = event.keys.map(({ key, id }) => ({ Key: key, VersionId: id }))
  await client.send(new DeleteObjectsCommand({ Bucket: 'versions', Delete: { Objects: versions } }))
  await client.send(new DeleteObjectsCommand({ Bucket: 'any', Delete: { Objects: event.objects.slice(0, 1000) } }))
  await client.send(new DeleteObjectsCommand({ Bucket: 'many', Delete: { Objects: [{ Key: 'a' }, ...event.objects] } }))
}
