"""Outside judges: the standard, and other programs, over every kind of file we write."""
