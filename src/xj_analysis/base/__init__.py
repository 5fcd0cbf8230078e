"""Errors, text, hashing and other helpers without knowledge of the domain; lowest room, imports no other."""
