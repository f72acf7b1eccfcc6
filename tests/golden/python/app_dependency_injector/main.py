from container import Container

def main():
    c = Container()
    user = c.users().find("u1")
    c.mail().send(user["email"])

if __name__ == "__main__":
    main()
