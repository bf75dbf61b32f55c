"""The desk: what agents do with conversations, over HTTP and live."""
