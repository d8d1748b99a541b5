"""A 定稿 on disk, and what of it is no longer as it was."""
