module shop.example/go

go 1.22
