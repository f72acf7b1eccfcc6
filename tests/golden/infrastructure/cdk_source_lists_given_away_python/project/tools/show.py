import stack

print(stack.ACTIONS)
