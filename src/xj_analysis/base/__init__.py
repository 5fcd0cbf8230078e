"""Errors, text, hashing and other helpers without knowledge of the domain; imports nothing of the package."""
