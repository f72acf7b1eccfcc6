module example.com/app

go 1.22

require github.com/thanos-io/objstore v0.0.0
