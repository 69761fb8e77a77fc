Option Explicit
Private tries As Long
' Texts and the help of the functions stand on the add-in's own sheet: VBA source cannot hold Chinese safely.

Public Function PxText(ByVal key As String) As String
    Dim row As Long
    row = 1
    Do While Len(PxAt(row, 1)) > 0
        If PxAt(row, 1) = "text" And PxAt(row, 2) = key Then PxText = PxAt(row, 3)
        row = row + 1
    Loop
End Function

' For the function wizard. Excel refuses it as long as no workbook is in front, so it is tried again a little later.
Public Sub PxDescribe()
    On Error Resume Next
    If PxDescribed() Then Exit Sub
    tries = tries + 1
    If tries < 60 Then Application.OnTime Now + TimeSerial(0, 0, 5), "'" & ThisWorkbook.Name & "'!PxDescribe"
End Sub

Private Function PxDescribed() As Boolean
    Dim row As Long
    On Error GoTo failed
    If ActiveWorkbook Is Nothing Then Exit Function
    row = 1
    Do While Len(PxAt(row, 1)) > 0
        If PxAt(row, 1) = "function" Then PxDescribeOne row
        row = row + 1
    Loop
    PxDescribed = True
failed:
End Function

' Columns: function, name, category, help, number of arguments, help of each.
Private Sub PxDescribeOne(ByVal row As Long)
    Dim helps() As String, index As Long, count As Long
    count = CLng(PxAt(row, 5))
    ReDim helps(1 To count)
    For index = 1 To count
        helps(index) = PxAt(row, 5 + index)
    Next index
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & PxAt(row, 2), Description:=PxAt(row, 4), Category:=PxAt(row, 3), ArgumentDescriptions:=helps
End Sub

Private Function PxAt(ByVal row As Long, ByVal column As Long) As String
    PxAt = CStr(ThisWorkbook.Worksheets(1).Cells(row, column).Value)
End Function
