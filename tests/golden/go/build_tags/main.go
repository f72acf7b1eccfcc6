// What a build tag of the program's own chooses is in some build of it.
package main

func main() { run() }
