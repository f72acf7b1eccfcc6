import * as React from 'react'
import { useMemo } from 'react'
import S3 from 'aws-sdk/clients/s3'

const useStore = (region: string) => useMemo(() => new S3({ region }), [region])

export function Upload({ file }: { file: File }) {
  const store = useStore('eu-west-1')
  const save = React.useCallback(
    (name: string) => store.upload({ Bucket: 'uploads', Key: name, Body: file }).promise(),
    [store, file],
  )
  return <button onClick={() => save('a.txt')}>Save</button>
}
