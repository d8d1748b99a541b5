"""The exceptions; the tree is drawn in the package docstring."""


class UnionXlError(Exception):
    """Something that stops a command: its text is the one Chinese sentence the clerk reads.

    `exit_code` is what the command line ends with.
    """

    exit_code = 2


class UsageError(UnionXlError):
    """The command line asks for something that is not there (folder, form, period)."""


class FormError(UnionXlError):
    """A form is declared wrongly; the sentence names the cell or the field."""


class OfficeError(UnionXlError):
    """The office workbook or the roster cannot be read."""


class LedgerError(UnionXlError):
    """A ledger cannot be read or written, or its accounts do not balance."""


class TemplateError(UnionXlError):
    """A template cannot be read, asks for unknown names, or cannot be changed safely."""
