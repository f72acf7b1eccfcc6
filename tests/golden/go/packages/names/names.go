package names

const (
	Bucket = "shop-orders"
	Prefix = "orders/"
)
