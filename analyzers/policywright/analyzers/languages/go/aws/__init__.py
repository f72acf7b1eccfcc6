"""AWS SDK for Go, v1 and v2: packages, clients, configuration, helpers."""
