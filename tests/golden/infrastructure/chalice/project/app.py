import os

from chalice import Chalice, Rate
from chalicelib import storage

app = Chalice(app_name="notes")


@app.route("/notes/{id}")
def note(id):
    return storage.read(os.environ["NOTES"], id)


@app.route("/notes", methods=["POST"])
def add():
    return storage.write(os.environ["NOTES"], app.current_request.json_body)


@app.schedule(Rate(1, unit=Rate.DAYS))
def backup(event):
    storage.export("notes-backup")
