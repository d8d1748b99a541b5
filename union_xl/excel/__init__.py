"""The ribbon's side of the product: thin functions over an open workbook.

`run` is what the add-in starts, `button_frame.run_button` the frame around every button, `handlers` what
each one does, `edits` writes into the open workbook what `xlsx_edit` writes into files.
"""
