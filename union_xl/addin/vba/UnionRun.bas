Attribute VB_Name = "UnionRun"
Option Explicit
Private UxMenu As String
Private UxItems As Long
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

Public Function UxText(ByVal Coded As String) As String
    Dim i As Long
    For i = 1 To Len(Coded) Step 4
        UxText = UxText & ChrW(CLng("&H" & Mid(Coded, i, 4)))
    Next
End Function

' What an item of a menu stands for.
Public Function UxTag(control As Object) As String
    On Error Resume Next
    UxTag = control.Tag
End Function

Public Sub UxMenuBegin()
    UxItems = 0
    UxMenu = "<menu xmlns=""http://schemas.microsoft.com/office/2009/07/customui"">"
End Sub

' The lists of a ledger, where the open workbook has its sheet.
Public Sub UxMenuOf(ByVal Macro As String, ByVal Sheet As String, ByVal Names As String)
    Dim Each1 As Variant
    If Not UxHasSheet(UxText(Sheet)) Then Exit Sub
    For Each Each1 In Split(UxText(Names), "|")
        UxItem Macro, UxText(Sheet) & ChrW(183) & Each1, UxText(Sheet) & ChrW(183) & Each1
    Next
End Sub

Public Function UxMenuEnd(ByVal Macro As String, ByVal Due As String, ByVal More As String) As String
    UxItem Macro, UxText(Due), UxText(Due)
    UxItem Macro, UxText(More), ""
    UxMenuEnd = UxMenu & "</menu>"
End Function

Private Sub UxItem(ByVal Macro As String, ByVal Label As String, ByVal Tag As String)
    UxItems = UxItems + 1
    UxMenu = UxMenu & "<button id=""uxItem" & UxItems & """ label=""" & Label & """ tag=""" & Tag & """ onAction=""" & Macro & """/>"
End Sub

Private Function UxHasSheet(ByVal Name As String) As Boolean
    On Error Resume Next
    If ActiveWorkbook Is Nothing Then Exit Function
    UxHasSheet = Len(ActiveWorkbook.Sheets(Name).Name) > 0
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
