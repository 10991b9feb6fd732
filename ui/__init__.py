"""The terminal's window: one process per visit."""
