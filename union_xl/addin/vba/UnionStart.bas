Attribute VB_Name = "UnionStart"
Option Explicit
' The only module that touches the system, so that tests can put another in its place.

Public Function UxStart(ByVal CommandLine As String) As Long
    On Error GoTo NoHost
    UxStart = CreateObject("WScript.Shell").Run(CommandLine, 0, True)
    Exit Function
NoHost:
    Resume Plain
Plain:
    ' Where the scripting host is gone: started all the same, but not waited for.
    On Error GoTo Failed
    UxStart = 0
    Shell CommandLine, vbHide
    Exit Function
Failed:
    UxStart = -1
End Function

Public Function UxHwnd() As String
    UxHwnd = CStr(Application.Hwnd)
End Function

' Protected View: the active workbook is then another one, or none.
Public Function UxViewedOnly() As Boolean
    On Error Resume Next
    UxViewedOnly = Not (Application.ActiveProtectedViewWindow Is Nothing)
    If Err.Number <> 0 Then UxViewedOnly = False
End Function

' The last thing a macro does, or Excel forgets it.
Public Sub UxOfferUndo(ByVal Text As String)
    On Error Resume Next
    Application.OnUndo Text, "'" & ThisWorkbook.Name & "'!UxUndoLast"
End Sub
