"""Figures read out of prose (reader), drafts proofread (proof), and the workflow of files around both."""
