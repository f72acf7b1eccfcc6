package main

import (
	"github.com/acme/inventory/aws/roles"
	"github.com/acme/inventory/azure/groups"
)

func Run(account string) {
	roles.Describe(account)
	groups.Describe(account)
}
