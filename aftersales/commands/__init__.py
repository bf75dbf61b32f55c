"""What the shop is to do for a ticket: stored with the ticket's step, carried out until it is done."""
