"""Unattended execution of notebooks: papermill, worker processes, limits, redaction, warm kernels."""
