mode = "start"
kind = "plain"
