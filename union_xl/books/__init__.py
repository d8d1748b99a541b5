"""Files in, grids out: any container a unit may send, told apart by its content.

The doors: `sources` lists what there is to read, `open_book` reads one, `read_bytes` and `decrypted` give
its bytes, `kind_of` their container, `look` tells beforehand whether a file is ordinary or had better be read
in a contained process.
"""

from union_xl.books.folder import read_bytes, sources
from union_xl.books.opening import Look, decrypted, look, open_book
from union_xl.books.sniff import kind_of

__all__ = ["Look", "decrypted", "kind_of", "look", "open_book", "read_bytes", "sources"]
