import importlib.util
import pkgutil

import plugins


def first():
    for finder, name, _ in pkgutil.iter_modules(plugins.__path__):
        finder.find_spec(name).loader.load_module(name).run()


def second():
    for found in pkgutil.iter_modules(plugins.__path__):
        found.module_finder.find_spec(found.name).loader.load_module().run()


def third():
    for finder, name, _ in pkgutil.iter_modules(plugins.__path__):
        spec = finder.find_spec(name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.run()


def handler(event, context):
    first()
    second()
    third()
