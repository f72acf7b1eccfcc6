from repo import Users, User
def main():
    r = Users()
    r.add(User("1"))
    r.rename("1", "x")
main()
