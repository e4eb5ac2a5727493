"""The version of the SDK, which a component carries."""

__version__ = "0.1.0"
