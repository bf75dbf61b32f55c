"""What a shopper is told when her ticket moves without her."""
