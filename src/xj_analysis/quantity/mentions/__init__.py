"""Quantities mentioned in Chinese text: the rules that decide everywhere what is a quantity."""
