"""Taking in sealed envelopes, and showing deposits to their owner."""
