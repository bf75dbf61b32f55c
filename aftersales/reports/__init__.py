"""What came of the work: shares and times per period, held against the goals of the policy (POLICY 4)."""
