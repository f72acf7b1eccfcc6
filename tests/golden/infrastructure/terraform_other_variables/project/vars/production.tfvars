mode = "stop"
