from .names import TABLE as TABLE
