import mypkg.first
from mypkg import second
import mypkg

NAME = "own"

def all():
    mypkg.first.run()
    second.run()
    mypkg.second.run()
