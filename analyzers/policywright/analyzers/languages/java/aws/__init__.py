"""AWS SDK for Java, v1 and v2, and the libraries over it: names, requests, clients, credentials, helpers."""
