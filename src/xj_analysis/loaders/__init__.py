"""Sources become tidy frames here, or a list of faults: where, what, got, do."""

from .folder import load, observations

__all__ = ["load", "observations"]
