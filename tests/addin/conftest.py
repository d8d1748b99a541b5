"""libreoffice.py is run by the system's own Python, which has uno; pytest must not import it."""

import warnings

with warnings.catch_warnings():  # oletools uses names that pyparsing has given up
    warnings.simplefilter("ignore")
    import oletools.olevba  # noqa: F401

collect_ignore = ["libreoffice.py"]
