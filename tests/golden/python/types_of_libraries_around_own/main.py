from typing import Protocol, TypeVar

from acme.di import Wired, inject
from acme.views import Base
from parts import Finder, Notes, Repo, Rows

T = TypeVar("T")
RepoDep = Wired[Repo]


class Handle(Protocol[T]):
    def value(self) -> T: ...


class View(Base[Rows]):
    def get(self):
        return self.delegate.put("row")


@inject
def handler(event, context, repo: RepoDep, finder: Wired[Finder], notes: Handle[Notes] = None):
    notes.value().write("n")
    finder.it().find("found")
    repo.find("key")
    return View().get()
