"""The local page: the ribbon's buttons in a browser, for desks without Excel (WPS, Linux).

A door like the command line: it takes what was chosen, starts one command of `union_xl.run` and shows what
it brought back.  It listens on 127.0.0.1 only and works in one folder.
"""

from __future__ import annotations

from union_xl.desk.serving import serve

__all__ = ["serve"]
