"""Every date and sum that a shopper was told: a row each, kept or broken."""
