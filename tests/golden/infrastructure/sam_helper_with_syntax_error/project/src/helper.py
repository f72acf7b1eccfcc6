def write(client):
    client.put_object(Bucket="written" Key="key")
    client.delete_object(Bucket="gone", Key="key")
