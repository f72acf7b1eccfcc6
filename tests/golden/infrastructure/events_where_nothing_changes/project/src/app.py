import boto3
s3 = boto3.client('s3')
def handler(event, context):
    for r in event['Records']:
        b = r['s3']['bucket']['name']
        s3.get_object(Bucket=b.replace('photos', 'raw'), Key=r['s3']['object']['key'])
        s3.put_object(Bucket=b + '-thumbs', Key=r['s3']['object']['key'])
        s3.put_object(Bucket=b.removesuffix('-photos') + '-out', Key='x')
