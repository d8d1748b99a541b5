"""Files in, grids out: any container a unit may send, told apart by its content.

The doors: `sources` lists what there is to read, `open_book` reads one, `read_bytes` gives its
bytes, `kind_of` their container, `probe_file` tells beforehand whether a file is ordinary or
had better be read in a process of its own.
"""

from union_xl.readers.filetype import kind_of
from union_xl.readers.folder import read_bytes, sources
from union_xl.readers.probe import FileProbe, open_book, probe_file

__all__ = ["FileProbe", "kind_of", "open_book", "probe_file", "read_bytes", "sources"]
