"""Which cells and texts of a workbook are private, and what stands in their place."""
