module example.com/sweeper
