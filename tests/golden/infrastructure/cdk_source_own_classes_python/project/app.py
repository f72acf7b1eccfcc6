import aws_cdk as cdk

from stack import Orders


def main() -> None:
    app = cdk.App()
    Orders(app, "Orders", stage="dev")
    app.synth()


if __name__ == "__main__":
    main()
