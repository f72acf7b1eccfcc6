from .auth import session_for
