module example.com/app

go 1.22

require github.com/lib/tasks v1.0.0
