include("status", "create", "shared")
