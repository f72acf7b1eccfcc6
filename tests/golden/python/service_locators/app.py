import setup
from loc import Locator
def go():
    Locator.get("blob").put_object(Bucket="loc", Key="x")
    Locator.get("mail").send_email(FromEmailAddress="x@y.io", Destination={}, Content={})
go()
