"""What `merge` does around the merge itself: the ledger before, the clerk's corrections, the ledger after."""
