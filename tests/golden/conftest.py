"""Sources of golden cases are inputs, not tests."""

collect_ignore_glob = ["python/*", "typescript/*", "go/*", "java/*", "infrastructure/*"]
