import threading
class Locator:
    _f = {}; _i = {}; _lock = threading.RLock()
    @classmethod
    def register(cls, key, factory=None):
        if factory is None:
            return lambda f: cls.register(key, f)
        cls._f[key] = factory
        return factory
    @classmethod
    def get(cls, key):
        with cls._lock:
            if key not in cls._i:
                cls._i[key] = cls._f[key]()
            return cls._i[key]
