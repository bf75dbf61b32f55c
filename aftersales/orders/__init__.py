"""What shoppers bought: the port to a shop's orders, the demo shop, and finding the order a shopper means."""
