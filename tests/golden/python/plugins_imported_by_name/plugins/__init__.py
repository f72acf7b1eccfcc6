import pkgutil, importlib
PLUGINS = {}
def plugin(name):
    def deco(cls):
        PLUGINS[name] = cls
        return cls
    return deco
def load():
    for m in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{m.name}")
