"""A metaclass that makes its class of another namespace than the one that it is passed."""

from orm import Field, Model


class Person(Model):
    id = Field()

    class Meta:
        table = "people"


def handler(event, context):
    person = Person.objects.get(id="1")
    person.save()
