"""Sources become tidy frames here, or a list of faults: where, what, got, do."""

from .folder import load, load_observations

__all__ = ["load", "load_observations"]
