package app

class Saver {
    fun save(key: String) {}
}
