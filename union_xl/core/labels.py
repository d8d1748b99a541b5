"""Words above and below a table, on the list of units and in the settings: whose a file is, whom to ask.

Reading a sheet gives what stands beside such a label under the label's standard name.
"""

UNIT, UNION, CODE = "单位名称", "工会名称", "统一社会信用代码"
"""Whose a table is."""
CONTACT, PHONE = "联系人", "联系电话"
"""Whom to ask about it."""
