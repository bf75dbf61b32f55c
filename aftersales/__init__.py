"""The after-sales desk of a Chinese online shop: policy, orders, tickets, people, conversations, channels."""
