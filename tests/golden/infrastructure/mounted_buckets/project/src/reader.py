def handler(event, context):
    with open(f"/mnt/letters/{event['name']}") as letter:
        return letter.read()
