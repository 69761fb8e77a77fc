Option Explicit
' Joins Excel to perfxl's Python through the DLL of xlwings (BSD 3-Clause, see PxLicense). No conditional compilation,
' so that LibreOffice can compile the same text; no setting of a workbook can choose which program is started.
Private Declare PtrSafe Function PxStart64 Lib "xlwings64-XLWINGS_VERSION.dll" Alias "XLPyDLLActivateAuto" (ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
Private Declare PtrSafe Function PxStart32 Lib "xlwings32-XLWINGS_VERSION.dll" Alias "XLPyDLLActivateAuto" (ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
Private Declare PtrSafe Function PxLoadLibrary Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr
Private loaded As Boolean
Private broken As Boolean
Private missed As Boolean
Private generation As Long
Private Const PxEndless As Double = 5

Private Function PxIs64() As Boolean
    PxIs64 = InStr(Application.OperatingSystem, "64-bit") > 0
End Function

Private Sub PxLoad(ByVal home As String)
    Dim dll As String
    If PxIs64() Then dll = "xlwings64-XLWINGS_VERSION.dll" Else dll = "xlwings32-XLWINGS_VERSION.dll"
    If PxLoadLibrary(StrPtr(home & "\" & dll)) = 0 Then Err.Raise 1001, , PxText("no-dll") & " " & home & "\" & dll
    loaded = True
End Sub

' Beside the add-in, where the offline bundle puts it; or where the add-in's own sheet says that Python was installed.
Private Function PxHome() As String
    PxHome = PxText("home")
    If Len(PxHome) = 0 Then PxHome = ThisWorkbook.Path & "\runtime"
End Function

Private Function PxPython() As String
    PxPython = PxText("python")
    If Len(PxPython) = 0 Then PxPython = PxHome() & "\pythonw.exe"
End Function

' The function server. What starts it is the same for all workbooks and names none of them: one process serves all.
Public Function PxServer() As Object
    Dim starter As String, result As Variant, code As Long
    starter = """" & PxPython() & """ -I -B -m perfxl.ribbon.server $(CLSID)" & PxGeneration()
    If Not loaded Then PxLoad PxHome()
    If PxIs64() Then code = PxStart64(result, starter, 1) Else code = PxStart32(result, starter, 1)
    If code <> 0 Then Err.Raise 1002, , PxText("no-server") & " " & CStr(result)
    Set PxServer = result
End Function

' Once the server could not be started, each cell would wait for it again: only a button tries anew.
Public Sub PxTryAgain()
    broken = False
End Sub

' The DLL holds on to a server that is gone for as long as the command that started it is worded the same.
Private Function PxGeneration() As String
    If generation > 0 Then PxGeneration = " " & generation
End Function

Public Sub PxAnew()
    generation = generation + 1
    broken = False
End Sub

' Whether an error says that the server's process is gone (by number, or in the words of the DLL).
Public Function PxGone(ByVal number As Long, ByVal words As String) As Boolean
    PxGone = InStr("|462|-2147023174|-2147023170|-2147417848|-2147418105|-2147418094|", "|" & number & "|") > 0
    If InStr(words, "hr = -2147023") > 0 Or InStr(words, "hr = -214741") > 0 Then PxGone = True
End Function

' The server ends by itself, and the next call starts another; one that is gone cannot be asked.
Public Sub PxLeave()
    Dim told As Variant
    On Error Resume Next
    If loaded Then told = PxServer().CallUDF("perfxl.ribbon.callback", "leave", Array(PxText("version")))
    PxAnew
    missed = True
End Sub

' Functions that showed an error because no server answered are computed again.
Public Sub PxRecover()
    If Not missed Then Exit Sub
    missed = False
    On Error Resume Next
    Application.CalculateFull
End Sub

' What a worksheet function shows where Python cannot be asked: an error, never a text, which SUM would skip.
Public Function PxCall(ByVal func As String, ByVal given As Variant) As Variant
    Dim server As Object, again As Boolean, begun As Double
    PxCall = CVErr(2029)
    missed = missed Or broken
    If broken Then Exit Function
    On Error GoTo failed
    PxDereference given
once:
    broken = True
    begun = Timer
    Set server = PxServer()
    broken = again
    PxCall = PxAnswer(server.CallUDF("perfxl.excel.udfs", func, (given)))
    broken = False
    Exit Function
failed:
    missed = True
    If again Or Not PxGone(Err.Number, Err.Description) Then Exit Function
    If Timer - begun > PxEndless Then
        PxCall = PxGaveUp()
        Exit Function
    End If
    again = True
    PxAnew
    Resume once
End Function

' A server that was at work this long has ended itself, for the function came to no end: another would fare no better.
' #N/A tells that cell from the others, which wait no more until a button tries anew.
Private Function PxGaveUp() As Variant
    PxAnew
    broken = True
    PxGaveUp = CVErr(2042)
End Function

' Values in place of ranges: each question about a Range would go from the other process back into Excel.
Private Sub PxDereference(ByRef given As Variant)
    Dim index As Long, rows As Long, columns As Long
    For index = LBound(given) To UBound(given)
        If TypeName(given(index)) = "Range" Then PxReach given(index), rows, columns
    Next index
    For index = LBound(given) To UBound(given)
        If TypeName(given(index)) = "Range" Then given(index) = PxCells(given(index), rows, columns)
    Next index
End Sub

' How far whole columns and rows are used on any of their sheets, so that all are cut alike and rows stay in line.
Private Sub PxReach(ByVal cells As Object, ByRef rows As Long, ByRef columns As Long)
    Dim used As Object
    If cells.Rows.Count < cells.Worksheet.Rows.Count And cells.Columns.Count < cells.Worksheet.Columns.Count Then Exit Sub
    Set used = cells.Worksheet.UsedRange
    If used.Row + used.Rows.Count - 1 > rows Then rows = used.Row + used.Rows.Count - 1
    If used.Column + used.Columns.Count - 1 > columns Then columns = used.Column + used.Columns.Count - 1
End Sub

Private Function PxCells(ByVal cells As Object, ByVal rows As Long, ByVal columns As Long) As Variant
    If cells.Areas.Count > 1 Then
        PxCells = CVErr(2015)
        Exit Function
    End If
    If cells.Rows.Count = cells.Worksheet.Rows.Count Then Set cells = cells.Resize(rows)
    If cells.Columns.Count = cells.Worksheet.Columns.Count Then Set cells = cells.Resize(, columns)
    PxCells = cells.Value2
End Function

' Python sends numbers as doubles only, so that a whole number (Long) is the number of an error.
Public Function PxAnswer(ByVal result As Variant) As Variant
    Dim row As Long, column As Long, last As Long
    If Not IsArray(result) Then
        PxAnswer = PxCell(result)
        Exit Function
    End If
    last = PxLastColumn(result)
    For row = LBound(result) To UBound(result)
        If last < 0 Then result(row) = PxCell(result(row))
        For column = 0 To last
            result(row, column) = PxCell(result(row, column))
        Next column
    Next row
    PxAnswer = result
End Function

Private Function PxCell(ByVal value As Variant) As Variant
    If VarType(value) = vbLong Then PxCell = CVErr(value) Else PxCell = value
End Function

' The last column of rows of cells, -1 for a single row, which comes as a plain list.
Private Function PxLastColumn(ByVal result As Variant) As Long
    PxLastColumn = -1
    On Error Resume Next
    PxLastColumn = UBound(result, 2)
End Function

' The fixed arguments, then those given any number of times.
Public Function PxJoined(ByVal first As Variant, ByVal rest As Variant) As Variant
    Dim index As Long, count As Long
    count = UBound(first) + 1
    If UBound(rest) >= LBound(rest) Then ReDim Preserve first(0 To count + UBound(rest) - LBound(rest))
    For index = LBound(rest) To UBound(rest)
        If IsObject(rest(index)) Then
            Set first(count + index - LBound(rest)) = rest(index)
        Else
            first(count + index - LBound(rest)) = rest(index)
        End If
    Next index
    PxJoined = first
End Function
