Option Explicit
' Joins Excel to perfxl's Python through the DLL of xlwings (BSD 3-Clause, see PxLicense). No conditional compilation,
' so that LibreOffice can compile the same text; no setting of a workbook can choose which program is started.
Private Declare PtrSafe Function PxStart64 Lib "xlwings64-XLWINGS_VERSION.dll" Alias "XLPyDLLActivateAuto" (ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
Private Declare PtrSafe Function PxStart32 Lib "xlwings32-XLWINGS_VERSION.dll" Alias "XLPyDLLActivateAuto" (ByRef result As Variant, Optional ByVal config As String = "", Optional ByVal mode As Long = 1) As Long
Private Declare PtrSafe Function PxLoadLibrary Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr
Private loaded As Boolean
Private broken As Boolean

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
    starter = """" & PxPython() & """ -I -B -m perfxl.ribbon.server $(CLSID)"
    If Not loaded Then PxLoad PxHome()
    If PxIs64() Then code = PxStart64(result, starter, 1) Else code = PxStart32(result, starter, 1)
    If code <> 0 Then Err.Raise 1002, , PxText("no-server") & " " & CStr(result)
    Set PxServer = result
End Function

' Once the server could not be started, each cell would wait for it again: only a button tries anew.
Public Sub PxTryAgain()
    broken = False
End Sub

' What a worksheet function shows where Python cannot be asked: an error, never a text, which SUM would skip.
Public Function PxCall(ByVal func As String, ByVal given As Variant) As Variant
    Dim index As Long, server As Object
    PxCall = CVErr(2029)
    If broken Then Exit Function
    On Error GoTo failed
    For index = LBound(given) To UBound(given)
        If TypeName(given(index)) = "Range" Then given(index) = PxCells(given(index))
    Next index
    broken = True
    Set server = PxServer()
    broken = False
    PxCall = PxAnswer(server.CallUDF("perfxl.excel.udfs", func, (given)))
failed:
End Function

' Values in place of a Range: each question about a Range would go from the other process back into Excel.
Private Function PxCells(ByVal cells As Object) As Variant
    If cells.Areas.Count > 1 Then
        PxCells = CVErr(2015)
        Exit Function
    End If
    If cells.Rows.Count = cells.Worksheet.Rows.Count Or cells.Columns.Count = cells.Worksheet.Columns.Count Then
        Set cells = Application.Intersect(cells, cells.Worksheet.UsedRange)
    End If
    If Not cells Is Nothing Then PxCells = cells.Value2
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
