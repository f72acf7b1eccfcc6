import os


class Settings:
    def __init__(self):
        self.prod = os.environ["STAGE"] == "prod"


settings = Settings()
