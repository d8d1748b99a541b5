"""The commands: one module each, from files to files.  They return values and never print."""
