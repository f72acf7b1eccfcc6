from .files import Files
__all__ = ["Files"]
