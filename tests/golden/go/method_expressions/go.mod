module example.com/expressions
