"""An xlwings engine on openpyxl, for tests only: real xw.Book, Sheet and Range objects without Excel.

What is not written here stays NotImplementedError of xlwings' base classes, so that a test fails loudly
instead of lying.  A sheet's protection holds as in Excel: changing a locked cell raises.  `App.calls` counts
what would cross the process border: every read and write of a range.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections import Counter
from copy import copy
from types import SimpleNamespace

import openpyxl
import xlwings as xw
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from xlwings import base_classes as bc
from xlwings import utils

ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
LAST = (1_048_576, 16_384)
MOMENT = ("year", "month", "day", "hour", "minute", "second", "microsecond")


class ProtectedError(Exception):
    """What Excel answers when a locked cell is written."""


class BusyError(Exception):
    """What COM answers while a cell is being edited (RPC_E_CALL_REJECTED)."""

    hresult = -2147418111


class Engine:
    name, type = "openpyxl", "desktop"

    def __init__(self):
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(x, options):
        if x is None or x != x:
            return None
        x = x.item() if hasattr(x, "item") else x
        return x.to_pydatetime() if hasattr(x, "to_pydatetime") else x

    @staticmethod
    def clean_value_data(data, datetime_builder, empty_as, number_builder, err_to_str):
        def clean(value):
            if value is None or value == "":
                return empty_as
            if isinstance(value, str) and value in ERRORS:
                return value if err_to_str else None
            if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                value = dt.datetime(value.year, value.month, value.day)
            if isinstance(value, dt.datetime):
                return datetime_builder(**{part: getattr(value, part) for part in MOMENT}, tzinfo=None)
            if type(value) in (int, float):
                return (number_builder or float)(float(value))
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(bc.Apps):
    def __init__(self):
        self.list = []

    def keys(self):
        return [app.pid for app in self.list]

    def add(self, **options):
        self.list.insert(0, App(self, options.get("add_book", True)))
        return self.list[0]

    def __iter__(self):
        return iter(list(self.list))

    def __len__(self):
        return len(self.list)

    def __getitem__(self, pid):
        return next(app for app in self.list if app.pid == pid)


class App(bc.App):
    visible = screen_updating = display_alerts = enable_events = interactive = True
    status_bar, calculation, version, hwnd = False, "automatic", "16.0", 4242
    pid = books = api = None

    def __init__(self, apps, add_book):
        self.apps, self.pid, self.books = apps, id(self), Books(self)
        self.alerts, self.macros, self.answers, self.told = [], [], [], []
        self.calls = Counter()
        self.busy = 0
        self.chosen = None
        self.api = SimpleNamespace(app=self)
        if add_book:
            self.books.add()

    engine = property(lambda self: engine)
    selection = property(lambda self: self.chosen)

    def count(self, kind):
        if self.busy:
            self.busy -= 1
            raise BusyError
        self.calls[kind] += 1

    def activate(self, steal_focus=False):
        pass

    def quit(self):
        self.apps.list.remove(self)

    def alert(self, prompt, title, buttons, mode, callback):
        self.alerts.append((prompt, title, buttons, mode))
        return self.answers.pop(0) if self.answers else "ok"


class Books(bc.Books):
    api = None

    def __init__(self, app):
        self.app, self.list = app, []

    active = property(lambda self: self.list[-1])

    def add(self):
        return self.put(Book(self, openpyxl.Workbook(), f"工作簿{len(self.list) + 1}"))

    def open(self, name, *args, **options):
        name = str(name)
        return self.put(Book(self, openpyxl.load_workbook(name, keep_vba=name.endswith("m")), name))

    def put(self, book):
        self.list.append(book)
        return book

    __iter__, __len__ = Apps.__iter__, Apps.__len__

    def __call__(self, key):
        if isinstance(key, int):
            return self.list[key - 1]
        return {name.lower(): book for book in self for name in (book.name, book.path)}[key.lower()]


class BookApi:
    """The few members of Excel's own Workbook object that the product calls."""

    def __init__(self, book):
        self.book = book

    FullName = property(lambda self: self.book.path)
    ProtectStructure = property(
        lambda self: bool(self.book.wb.security and self.book.wb.security.lockStructure)
    )

    def SaveCopyAs(self, path):
        self.book.app.count("copy")
        self.book.wb.save(path)


class Book(bc.Book):
    api = None
    fullname = None  # a OneDrive address has broken many a tool: the product must do without

    def __init__(self, books, wb, path):
        self.books, self.wb, self.path = books, wb, path
        self.api = BookApi(self)

    name = property(lambda self: os.path.basename(self.path))
    app = property(lambda self: self.books.app)
    sheets = property(lambda self: Sheets(self))

    def activate(self):
        self.books.list.remove(self)
        self.books.list.append(self)

    def close(self):
        self.books.list.remove(self)

    def save(self, path=None, password=None):
        self.path = str(path or self.path)
        self.wb.save(self.path)


class Sheets(bc.Sheets):
    api = None

    def __init__(self, book):
        self.book = book

    active = property(lambda self: Sheet(self.book, self.book.wb.active))

    def __len__(self):
        return len(self.book.wb.worksheets)

    def __iter__(self):
        return (Sheet(self.book, ws) for ws in self.book.wb.worksheets)

    def __contains__(self, name):
        return name in self.book.wb.sheetnames

    def __call__(self, key):
        return Sheet(
            self.book, self.book.wb.worksheets[key - 1] if isinstance(key, int) else self.book.wb[key]
        )

    def add(self, before=None, after=None, name=None):
        if self.book.api.ProtectStructure:
            raise ProtectedError(name)
        self.book.app.count("write")
        at = before.index - 1 if before else after.index if after else None
        made = self.book.wb.create_sheet(name, at)
        self.book.wb.active = self.book.wb.index(made)
        return Sheet(self.book, made)


class SheetApi:
    """Protection as Excel's own Worksheet object tells it."""

    def __init__(self, ws):
        self.ws = ws

    ProtectContents = property(lambda self: bool(self.ws.protection.sheet))
    ProtectDrawingObjects = property(
        lambda self: bool(self.ws.protection.sheet and self.ws.protection.objects)
    )

    @property
    def Protection(self):
        return SimpleNamespace(AllowFormattingCells=not self.ws.protection.formatCells)


class Sheet(bc.Sheet):
    book = api = None
    tables = ()

    def __init__(self, book, ws):
        self.book, self.ws = book, ws
        self.api = SheetApi(ws)

    name = property(lambda self: self.ws.title, lambda self, value: setattr(self.ws, "title", value))
    index = property(lambda self: self.book.wb.worksheets.index(self.ws) + 1)
    cells = property(lambda self: Range(self, (1, 1), LAST))
    names = property(lambda self: Names(self))
    freeze_panes = property(lambda self: FreezePanes(self))
    visible = property(lambda self: self.ws.sheet_state == "visible")
    used_range = property(lambda self: self.range(self.ws.dimensions))

    @property
    def notes(self):
        self.book.app.count("read")
        return [Note(Range(self, (c.row, c.column))) for row in self.ws.iter_rows() for c in row if c.comment]

    def range(self, arg1, arg2=None):
        if isinstance(arg1, Range):
            rows, cols = zip(arg1.first, arg1.last, arg2.first, arg2.last, strict=True)
            return Range(self, (min(rows), min(cols)), (max(rows), max(cols)))
        if isinstance(arg1, str):
            assert len(arg1) <= 255, "Excel refuses longer addresses"
            boxes = [self.box(one) for one in arg1.split(",")]
            return Range(self, *boxes[0], more=boxes[1:])
        return Range(self, arg1, arg2)

    @staticmethod
    def box(text):
        c1, r1, c2, r2 = range_boundaries(text.replace("$", ""))
        return (r1 or 1, c1 or 1), (r2 or LAST[0], c2 or LAST[1])

    def activate(self):
        self.book.wb.active = self.index - 1

    def delete(self):
        if self.book.api.ProtectStructure:
            raise ProtectedError(self.name)
        self.book.app.count("write")
        active = self.book.wb.active
        self.book.wb.remove(self.ws)
        self.book.wb.active = self.book.wb.index(active) if active in self.book.wb.worksheets else 0


class FreezePanes(bc.FreezePanes):
    def __init__(self, sheet):
        self.sheet = sheet

    def freeze_at(self, frozen_range):
        self.sheet.book.app.count("write")
        self.sheet.activate()  # as Excel must, whose windows are what is frozen
        last = int(frozen_range.partition(":")[2])
        self.sheet.ws.freeze_panes = f"A{last + 1}"


class Names(bc.Names):
    """The names that belong to one sheet."""

    api = None

    def __init__(self, sheet):
        self.sheet = sheet

    def contains(self, name):
        self.sheet.book.app.count("read")
        return name in self.sheet.ws.defined_names

    def add(self, name, refers_to):
        self.sheet.book.app.count("write")
        made = DefinedName(name, attr_text=refers_to.removeprefix("="))
        self.sheet.ws.defined_names[name] = made
        return Name(made)


class NameApi:
    def __init__(self, made):
        object.__setattr__(self, "made", made)

    def __setattr__(self, name, value):
        assert name == "Visible"
        self.made.hidden = not value


class Name(bc.Name):
    api = None

    def __init__(self, made):
        self.api = NameApi(made)


class Note(bc.Note):
    location = None

    def __init__(self, rng):
        self.location, self.cell = rng, rng.cell()

    @property
    def text(self):
        self.location.sheet.book.app.count("note")
        return self.cell.comment.text

    def delete(self):
        self.location.check("objects")
        self.location.sheet.book.app.count("note")
        self.cell.comment = None


class FontFace(bc.Font):
    """Bold, colour and size of the cells of a range; None where they differ."""

    api = None

    def __init__(self, rng):
        self.rng = rng

    def get(self, name):
        found = {repr(value): value for value in (getattr(c.font, name) for c in self.rng.each_cell("read"))}
        return next(iter(found.values())) if len(found) == 1 else None

    def put(self, name, value):
        for cell in self.rng.each_cell("format"):
            font = copy(cell.font)
            setattr(font, name, value)
            cell.font = Font(**{key: getattr(font, key) for key in ("name", "sz", "b", "i", "color", "u")})

    bold = property(lambda self: self.get("b"), lambda self, value: self.put("b", value))
    size = property(lambda self: self.get("sz"), lambda self, value: self.put("sz", value))

    @property
    def color(self):
        color = self.get("color")
        return utils.hex_to_rgb(color.rgb[2:]) if color is not None and isinstance(color.rgb, str) else None

    @color.setter
    def color(self, value):
        value = utils.rgb_to_hex(*value) if isinstance(value, tuple) else value
        self.put("color", "FF" + value.lstrip("#").upper() if value else None)


class RangeApi:
    """The few members of Excel's own Range object that the product calls; truthy, as xlwings wants it."""

    def __init__(self, rng):
        object.__setattr__(self, "rng", rng)

    @property
    def Borders(self):
        return RangeBorders(self.rng)

    @property
    def Font(self):
        return RangeFont(self.rng)

    def AutoFilter(self, field):
        self.rng.sheet.book.app.count("write")
        self.rng.sheet.ws.auto_filter.ref = self.rng.get_address(False, False)

    def __setattr__(self, name, value):
        if name != "HorizontalAlignment":
            raise NotImplementedError(name)
        for cell in self.rng.each_cell("format"):
            cell.alignment = Alignment(
                horizontal={-4108: "center", -4131: "left", -4152: "right"}[value],
                wrap_text=cell.alignment.wrap_text,
            )


class RangeFont:
    def __init__(self, rng):
        object.__setattr__(self, "rng", rng)

    def __setattr__(self, name, value):
        if name != "Underline":
            raise NotImplementedError(name)
        FontFace(self.rng).put("u", {2: "single", -4142: None}[value])


class RangeBorders:
    def __init__(self, rng):
        object.__setattr__(self, "rng", rng)

    def __setattr__(self, name, value):
        if name != "LineStyle":
            raise NotImplementedError(name)
        side = Side("thin")
        for cell in self.rng.each_cell("format"):
            cell.border = Border(side, side, side, side)


class Range(bc.Range):
    has_array = None

    def __init__(self, sheet, first, last=None, more=()):
        self.sheet, self.first, self.last = sheet, tuple(first), tuple(last or first)
        self.more = [Range(sheet, *box) for box in more]

    api = property(lambda self: RangeApi(self))
    row, column = property(lambda self: self.first[0]), property(lambda self: self.first[1])
    shape = property(lambda self: tuple(b - a + 1 for a, b in zip(self.first, self.last, strict=True)))

    def cell(self, row=0, col=0):
        return self.sheet.ws.cell(self.first[0] + row, self.first[1] + col)

    def rows_(self):
        ws = self.sheet.ws
        ends = [
            min(e, max(m, f)) if e in LAST else e
            for e, m, f in zip(self.last, (ws.max_row, ws.max_column), self.first, strict=True)
        ]
        return list(ws.iter_rows(self.first[0], ends[0], self.first[1], ends[1]))

    def each_cell(self, why):
        """All cells of all areas; one crossing of the border, refused where the sheet is protected."""
        if why != "read":
            self.check(why)
        self.sheet.book.app.count("read" if why == "read" else "write")
        return [cell for one in (self, *self.more) for row in one.rows_() for cell in row]

    def check(self, why):
        protection = self.sheet.ws.protection
        if not protection.sheet:
            return
        if why == "format" and protection.formatCells:
            raise ProtectedError(self.sheet.name)
        if why == "objects" and protection.objects:
            raise ProtectedError(self.sheet.name)
        if why == "value" and any(
            c.protection.locked for one in (self, *self.more) for r in one.rows_() for c in r
        ):
            raise ProtectedError(self.sheet.name)
        if why == "rows" and protection.insertRows:
            raise ProtectedError(self.sheet.name)

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, row, col=None):
        if col is None:
            row, col = (n + 1 for n in divmod(row - 1, self.shape[1]))
        return Range(self.sheet, (self.first[0] + row - 1, self.first[1] + col - 1))

    def get_address(self, row_absolute=True, col_absolute=True, external=False):
        ends = dict.fromkeys((self.first, self.last))
        own = ":".join(f"{'$' * col_absolute}{get_column_letter(c)}{'$' * row_absolute}{r}" for r, c in ends)
        return ",".join([own, *(one.get_address(row_absolute, col_absolute) for one in self.more)])

    address = property(get_address)

    def put(self, values):
        assert not self.more, "a block goes into one area"
        self.check("value")
        self.sheet.book.app.count("write")
        grid = values if isinstance(values, list | tuple) else [[values] * self.shape[1]] * self.shape[0]
        for r, row in enumerate(grid):
            for c, value in enumerate(row):
                self.put_one(self.cell(r, c), value)

    @staticmethod
    def put_one(cell, value):
        """As Excel takes it: an apostrophe makes text, text that looks like a number becomes one."""
        if isinstance(value, str) and value.startswith("'"):
            cell.value = value[1:]
            cell.data_type = "s"
            return
        if isinstance(value, str) and cell.number_format != "@" and not value.startswith("="):
            with contextlib.suppress(ValueError):
                value = float(value) if value.strip() and "_" not in value else value
        cell.value = None if value == "" else value  # Excel leaves a cell blank that is given no text
        if cell.number_format == "@" and isinstance(value, str):
            cell.data_type = "s"

    def get(self):
        assert not self.more, "a block comes from one area"
        self.sheet.book.app.count("read")
        return [[self.shown(cell) for cell in row] for row in self.rows_()]

    @staticmethod
    def shown(cell):
        return None if cell.data_type == "f" else cell.value  # openpyxl does not compute

    raw_value = property(get, put)

    @property
    def formula(self):
        self.sheet.book.app.count("read")
        rows = tuple(tuple("" if c.value is None else str(c.value) for c in row) for row in self.rows_())
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, values):
        self.put(values)

    @property
    def color(self):
        found = {c.fill.fgColor.rgb if c.fill.fill_type else None for c in self.each_cell("read")}
        if len(found) > 1:
            return (0, 0, 0)  # Interior.Color of mixed cells
        one = found.pop()
        return utils.hex_to_rgb(one[2:]) if isinstance(one, str) else None

    @color.setter
    def color(self, value):
        value = utils.rgb_to_hex(*value) if isinstance(value, tuple | list) else value
        for cell in self.each_cell("format"):
            cell.fill = (
                PatternFill("solid", fgColor="FF" + value.lstrip("#").upper()) if value else PatternFill()
            )

    @property
    def number_format(self):
        found = {cell.number_format for cell in self.each_cell("read")}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value):
        for cell in self.each_cell("format"):
            cell.number_format = value

    @property
    def wrap_text(self):
        found = {bool(cell.alignment.wrap_text) for cell in self.each_cell("read")}
        return found.pop() if len(found) == 1 else None

    @wrap_text.setter
    def wrap_text(self, value):
        for cell in self.each_cell("format"):
            cell.alignment = Alignment(horizontal=cell.alignment.horizontal, wrap_text=value, vertical="top")

    font = property(lambda self: FontFace(self))

    def _width(self, value):
        self.sheet.book.app.count("write")
        for col in range(self.first[1], self.last[1] + 1):
            self.sheet.ws.column_dimensions[get_column_letter(col)].width = value

    column_width = property(None, _width)

    def clear_contents(self):
        self.put(None)

    def insert(self, shift=None, copy_origin=None):
        """Whole rows only; whatever openpyxl would leave behind is refused."""
        assert shift == "down" and self.last[1] == LAST[1], "whole rows"
        self.check("rows")
        self.sheet.book.app.count("write")
        self.sheet.ws.insert_rows(self.first[0], self.shape[0])
        self.follow(self.first[0], self.shape[0])

    def delete(self, shift=None):
        assert shift == "up" and self.last[1] == LAST[1], "whole rows"
        self.check("rows")
        self.sheet.book.app.count("write")
        self.sheet.ws.delete_rows(self.first[0], self.shape[0])
        self.follow(self.last[0] + 1, -self.shape[0])

    def follow(self, first, count):
        """What openpyxl leaves behind: formulas of the sheet and merged cells from row `first` on."""
        ws = self.sheet.ws
        for row in ws.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = shifted(cell.value, first, count)
        for area in list(ws.merged_cells.ranges):
            if area.min_row >= first:
                area.shift(row_shift=count)
            elif area.max_row >= first:
                raise NotImplementedError("a merged cell across an insertion")

    def copy(self, destination=None):
        """Whole rows, repeated until the destination is full, with the merged cells inside them."""
        self.sheet.book.app.count("write")
        destination = destination.impl  # xlwings hands over its own Range
        ws, height = self.sheet.ws, self.shape[0]
        inside = [area for area in ws.merged_cells.ranges if self.first[0] <= area.min_row <= self.last[0]]
        for offset in range(0, destination.shape[0], height):
            down = destination.first[0] + offset - self.first[0]
            for row in ws.iter_rows(self.first[0], self.last[0]):
                for source in row:
                    if not isinstance(source, MergedCell):
                        self.copy_one(source, ws.cell(source.row + down, source.column))
            for area in inside:
                ws.merge_cells(None, area.min_row + down, area.min_col, area.max_row + down, area.max_col)

    @staticmethod
    def copy_one(source, target):
        value = source.value
        if source.data_type == "f":
            value = Translator(value, source.coordinate).translate_formula(target.coordinate)
        target.value, target._style = value, copy(source._style)

    @property
    def note(self):
        self.sheet.book.app.count("note")
        return Note(self) if self.cell().comment else None

    def add_note(self, text):
        self.check("objects")
        if self.cell().comment:
            raise ValueError("Excel: this cell has a note already")
        self.sheet.book.app.count("note")
        self.cell().comment = Comment(text, "")
        return Note(self)

    def select(self):
        self.sheet.book.app.chosen = self


def shifted(formula, first, count):
    """A formula after rows from `first` on moved by `count`; only plain A1 references of the own sheet."""
    import re

    def moved(found):
        row = int(found[2])
        return f"{found[1]}{row + count if row >= first else row}"

    return re.sub(r"(?<![A-Za-z!])(\$?[A-Z]{1,3}\$?)(\d+)(?!\d*\()", moved, formula)


engine = Engine()


def install():
    """Make this the active engine of xlwings; may be called again."""
    if "openpyxl" not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=engine))
    xw.engines["openpyxl"].activate()
