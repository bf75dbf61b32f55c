"""Learning from the shop's own talks: what to label, what was labelled, what came of it."""
