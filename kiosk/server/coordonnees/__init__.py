"""Contact details of a person: gestures, codes, what they see of them."""
