"""Starting a headless LibreOffice and clicking macros in it; run by the system's own Python, which has uno.

    python3 libreoffice.py TWIN.xlsm BOOKNAMES.json SUB…

prints {sub: {book name: command line}}.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def start(profile, pipe):
    process = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", "--nologo", "--nodefault",
            f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return process, context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except Exception:
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not start")


def main():
    twin, names, *subs = sys.argv[1:]
    told = {}
    with tempfile.TemporaryDirectory() as profile:
        process, desk = start(profile, f"ux{os.getpid()}")
        try:
            for name in json.loads(pathlib.Path(names).read_text("utf-8")):
                copy = pathlib.Path(profile) / name
                copy.write_bytes(pathlib.Path(twin).read_bytes())
                opened = desk.loadComponentFromURL(
                    uno.systemPathToFileUrl(str(copy)), "_blank", 0,
                    (prop("Hidden", True), prop("MacroExecutionMode", 4)),
                )  # fmt: skip
                project = opened.BasicLibraries.ProjectName
                for sub in subs:
                    opened.Sheets.getByIndex(0).getCellRangeByName("H1").String = ""
                    script = opened.getScriptProvider().getScript(
                        f"vnd.sun.star.script:{project}.UnionRibbon.{sub}?language=Basic&location=document"
                    )
                    script.invoke((opened,), (), ())
                    told.setdefault(sub, {})[name] = (
                        opened.Sheets.getByIndex(0).getCellRangeByName("H1").String
                    )
                opened.close(True)
        finally:
            print(json.dumps(told))
            try:
                desk.terminate()
                process.wait(20)
            except Exception:
                process.kill()


main()
