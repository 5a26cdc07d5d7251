"""Which projects and actors are alike, and why. Pure: texts and frames in, scored pairs with reasons out."""
