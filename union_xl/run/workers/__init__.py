"""Many returned files read at a time, each in a sandboxed worker."""
