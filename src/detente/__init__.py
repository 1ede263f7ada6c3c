"""detente: from news coverage of a conflict and its diplomacy to a record that can be checked."""

__version__ = "0.1.0"
