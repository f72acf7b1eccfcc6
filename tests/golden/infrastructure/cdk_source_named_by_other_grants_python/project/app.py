from aws_cdk import App

from notes.stack import NotesStack

app = App()
NotesStack(app, "Notes")
app.synth()
