"""Service levels per case: when each clock runs, waits and stops, and what is due (POLICY 4 and 5)."""
