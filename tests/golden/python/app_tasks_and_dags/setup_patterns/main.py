import sys
from tasks import dispatch
if __name__ == "__main__":
    dispatch(sys.argv[1], {"key": "a"})
