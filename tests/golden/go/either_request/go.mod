module example.com/either
