module example.com/options
