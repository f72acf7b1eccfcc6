from . import plugin
@plugin("iam")
class Iam:
    def __init__(self, session): self.c = session.client("iam")
    def check(self):
        self.c.generate_credential_report(); self.c.get_credential_report()
