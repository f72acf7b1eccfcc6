name = "stage"
