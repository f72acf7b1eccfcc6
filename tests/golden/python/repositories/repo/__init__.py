from .users import Users, User
