"""The shopper's own data: what is kept, how long, who looked, and how it is shown, handed out and deleted."""
