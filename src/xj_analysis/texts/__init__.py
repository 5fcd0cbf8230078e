"""Texts: extraction of quantities (reader), proofreading of drafts (proof), import and files around both."""
