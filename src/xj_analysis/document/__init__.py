"""Documents: the typed blocks of an executed notebook in order, the input of presses, audit, trace and diff."""
