import boto3
import jobs


class Task(jobs.Job):
    def work(self):
        boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:started", Message="x")


class App(jobs.App):
    def configure(self):
        self.add(Task())


def main():
    jobs.start(App())
