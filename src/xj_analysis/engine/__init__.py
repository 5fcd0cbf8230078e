"""Running notebooks unattended: papermill, worker processes, limits, redaction, and warm kernels."""
