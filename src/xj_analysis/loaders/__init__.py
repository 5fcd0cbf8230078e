"""Loading and validation of data folders, sources and ledgers: tidy frames, or a list of faults."""

from .folder import load, load_observations

__all__ = ["load", "load_observations"]
__dir__ = __all__.copy
