"""Printable sheets (挂图、表、单): each is a module that makes its blocks, and a template of the press."""
