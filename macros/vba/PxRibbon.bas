Option Explicit
Private Declare PtrSafe Function PxMessageBox Lib "user32" Alias "MessageBoxW" (ByVal owner As LongPtr, ByVal text As LongPtr, ByVal caption As LongPtr, ByVal kind As Long) As Long
Private held As Boolean
Private heldScreen As Boolean
Private heldEvents As Boolean
Private heldAlerts As Boolean
Private heldStatus As Variant
Private heldCalculation As Long
Private heldFill As Boolean
Private heldGrow As Boolean

' All buttons and menu entries: the tag says what to do.
Public Sub RibbonRun(control As IRibbonControl)
    PxRun control.Tag
End Sub

' A button in two calls: Python plans and says what to ask; once the user agrees it writes. The first letter of what it
' says: T to tell, Q to ask, G to go on without asking, S to leave in the status bar.
Public Sub PxRun(ByVal tag As String)
    Dim told As String, agreed As Boolean
    On Error GoTo failed
    PxTryAgain
    If tag = "restart" Then PxLeave
    told = PxPlanned(tag)
    agreed = Left(told, 1) = "G"
    If Left(told, 1) = "Q" Then agreed = PxTell(Mid(told, 2), 36) = 6
    If Left(told, 1) = "Q" Or Left(told, 1) = "G" Then told = PxHeld("act", Array(agreed), True)
    PxRecover
    If Left(told, 1) = "S" Then Application.StatusBar = Mid(told, 2)
    If Left(told, 1) = "T" And Len(told) > 1 Then PxTell Mid(told, 2), 64
    Exit Sub
failed:
    PxFailed Err.Number, Err.Description
End Sub

Private Sub PxFailed(ByVal number As Long, ByVal words As String)
    Dim why As String
    why = vbCrLf & vbCrLf & Left(words, 600)
    If PxGone(number, words) Then
        PxAnew
        PxTell PxText("midway") & why, 48
    Else
        PxTell PxText("failed") & why, 48
    End If
End Sub

' What the button asks first, once more from a new server where the former is gone: nothing was written yet.
Private Function PxPlanned(ByVal tag As String) As String
    Dim given As Variant, func As String
    func = "plan"
    given = Array(tag, PxText("version"))
    If tag = "doctor" Then
        func = "selfcheck"
        given = Array(PxText("version"), PxPing())
    End If
    On Error GoTo gone
    PxPlanned = PxHeld(func, given, False)
    Exit Function
gone:
    If Not PxGone(Err.Number, Err.Description) Then Err.Raise Err.Number, , Err.Description
    PxAnew
    Resume again
again:
    On Error GoTo 0
    PxPlanned = PxHeld(func, given, False)
End Function

' Ask Python with Excel held still, and let go of Excel however that ends: the process may be gone by then.
Private Function PxHeld(ByVal func As String, ByVal given As Variant, ByVal writing As Boolean) As String
    Dim number As Long, words As String
    On Error GoTo failed
    PxHold writing
    PxHeld = CStr(PxServer().CallUDF("perfxl.ribbon.callback", func, given, ActiveWorkbook))
    PxRelease
    Exit Function
failed:
    number = Err.Number
    words = Err.Description
    PxRelease
    Err.Raise number, , words
End Function

' No alerts, so that Excel does not tell every few seconds that it waits for another program. Tables (Ctrl+T) are to
' leave their columns as they are written; Python turns that off, here it is only kept.
Private Sub PxHold(ByVal writing As Boolean)
    If held Then PxRelease
    On Error Resume Next
    heldScreen = Application.ScreenUpdating
    heldEvents = Application.EnableEvents
    heldAlerts = Application.DisplayAlerts
    heldStatus = Application.StatusBar
    heldFill = Application.AutoCorrect.AutoFillFormulasInLists
    heldGrow = Application.AutoCorrect.AutoExpandListRange
    heldCalculation = 0
    If writing Then heldCalculation = Application.Calculation
    held = True
    Application.StatusBar = PxText("working")
    Application.DisplayAlerts = False
    Application.EnableEvents = False
    Application.ScreenUpdating = False
    If writing Then Application.Calculation = -4135
End Sub

Private Sub PxRelease()
    If Not held Then Exit Sub
    On Error Resume Next
    If Application.AutoCorrect.AutoFillFormulasInLists <> heldFill Then Application.AutoCorrect.AutoFillFormulasInLists = heldFill
    If Application.AutoCorrect.AutoExpandListRange <> heldGrow Then Application.AutoCorrect.AutoExpandListRange = heldGrow
    Application.EnableEvents = heldEvents
    Application.DisplayAlerts = heldAlerts
    If heldCalculation <> 0 Then Application.Calculation = heldCalculation
    Application.ScreenUpdating = heldScreen
    If Left(CStr(heldStatus), 6) = "perfxl" Then heldStatus = False
    Application.StatusBar = heldStatus
    held = False
End Sub

' How long a worksheet function takes from here to Python and back, in seconds; below 0 where it gives no number.
Private Function PxPing() As Double
    Dim start As Double, index As Long, answer As Variant
    start = Timer
    For index = 1 To 20
        answer = PX_EXECRATE(60, 100)
    Next index
    PxPing = -1
    If Not IsError(answer) Then PxPing = (Timer - start) / 20
End Function

' MsgBox would show question marks where the system is not set to Chinese. 6 is the answer yes.
Private Function PxTell(ByVal message As String, ByVal kind As Long) As Long
    Dim caption As String
    caption = PxText("title")
    PxTell = PxMessageBox(Application.Hwnd, StrPtr(message), StrPtr(caption), kind)
End Function
