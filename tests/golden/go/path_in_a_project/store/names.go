package store

const name = "orders"
