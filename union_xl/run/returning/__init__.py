"""What goes back to the units: marked copies, receipts, reminders."""
