import shop
from shop import JobQueue

def main():
    shop.Files().save("readme.txt")
    JobQueue("https://sqs.eu-central-1.amazonaws.com/111122223333/jobs").push("x")
