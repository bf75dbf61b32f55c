"""How simulated shoppers fare: success, turns, and where they broke."""
