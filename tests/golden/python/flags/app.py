from rules import state

state.update_rule("x", False)
state.remove("b", "k")
state.drain("https://sqs.us-east-1.amazonaws.com/111122223333/q")
state.tell("arn:aws:sns:us-east-1:111122223333:t", True)
state.tell("arn:aws:sns:us-east-1:111122223333:t", False)
state.write("k", True)
groups = state.Groups()
groups.keep("g")
groups.drop("g")
state.own()
state.outer()
