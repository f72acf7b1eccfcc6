from .storage import *
from .queues import Queue as JobQueue
