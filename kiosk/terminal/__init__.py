"""The terminal: its settings, the supervisor of visits, the pipe between both, the inactivity clock."""
