"""Composition root of one visit."""
