package e2e

import . "github.com/onsi/ginkgo/v2"

var _ = Describe("orders", func() { It("are saved", func() { listed() }) })
