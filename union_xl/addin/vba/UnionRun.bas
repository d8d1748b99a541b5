Attribute VB_Name = "UnionRun"
Option Explicit
' Pure ASCII: texts and the interpreter path stand in the add-in's own sheet.
' B1 interpreter, B2 no workbook is open, B3 Python did not start, B4 Python ended badly,
' B5 the book is only viewed, B6 what Ctrl+Z is called.

Public Sub UxRun(ByVal FunctionName As String, ByVal NeedsBook As Boolean, ByVal Writes As Boolean)
    Dim BookName As String
    Dim Outcome As Long
    If NeedsBook Then
        If UxViewedOnly() Then
            MsgBox UxSetting(5), vbExclamation
            Exit Sub
        End If
    End If
    If ActiveWorkbook Is Nothing Then
        If NeedsBook Then
            MsgBox UxSetting(2), vbExclamation
            Exit Sub
        End If
    Else
        BookName = ActiveWorkbook.Name
    End If
    Outcome = UxStart(UxCommandLine(FunctionName, BookName, UxHwnd()))
    If Outcome = -1 Then
        MsgBox UxSetting(3), vbCritical
    ElseIf Outcome <> 0 Then
        MsgBox UxSetting(4), vbCritical
    ElseIf Writes And FunctionName <> "undo" Then
        UxOfferUndo UxSetting(6)
    End If
End Sub

' What Ctrl+Z runs after a click that changed the workbook.
Public Sub UxUndoLast()
    UxRun "undo", True, True
End Sub

Public Function UxCommandLine(ByVal FunctionName As String, ByVal BookName As String, ByVal Hwnd As String) As String
    UxCommandLine = """" & UxInterpreter() & """ -I -m union_xl.excel.run " & FunctionName & " " & Hwnd & " " & UxHex(BookName)
End Function

Public Function UxHex(ByVal Text As String) As String
    Dim i As Long
    If Len(Text) = 0 Then UxHex = "-"
    For i = 1 To Len(Text)
        UxHex = UxHex & Right("000" & Hex(AscW(Mid(Text, i, 1)) And &HFFFF&), 4)
    Next
End Function

Public Function UxInterpreter() As String
    Dim Path As String
    Path = UxSetting(1)
    If Left(Path, 2) = ".\" Then
        Path = ThisWorkbook.Path & Mid(Path, 2)
    ElseIf Left(Path, 14) = "%LOCALAPPDATA%" Then
        Path = Environ("LOCALAPPDATA") & Mid(Path, 15)
    End If
    UxInterpreter = Path
End Function

Private Function UxSetting(ByVal Row As Long) As String
    UxSetting = ThisWorkbook.Sheets(1).Cells(Row, 2).Value
End Function
