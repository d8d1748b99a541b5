Attribute VB_Name = "UnionStart"
Option Explicit
' The only module that touches the system, so that tests can put another in its place.

Public Function UxStart(ByVal CommandLine As String) As Long
    On Error GoTo Failed
    UxStart = CreateObject("WScript.Shell").Run(CommandLine, 0, True)
    Exit Function
Failed:
    UxStart = -1
End Function

Public Function UxHwnd() As String
    UxHwnd = CStr(Application.Hwnd)
End Function
