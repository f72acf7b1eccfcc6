package registry

import "example.com/shop/store"

var Store store.Store
