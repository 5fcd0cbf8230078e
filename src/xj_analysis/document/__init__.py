"""The typed blocks of one executed notebook, in order: what presses, audit, trace and diff read."""
