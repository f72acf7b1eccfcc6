"""Container images: the project's files that a Dockerfile's command starts, or any command in an image."""
