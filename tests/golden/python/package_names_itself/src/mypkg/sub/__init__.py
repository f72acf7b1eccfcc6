from mypkg.sub import helper
from mypkg import sub
def go():
    helper.go()
    sub.helper.more("t")
