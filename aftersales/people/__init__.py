"""Who is asking: shoppers and their widget sessions, agents and their roles, proof of ownership."""
