Option Explicit
Private Declare PtrSafe Function PxMessageBox Lib "user32" Alias "MessageBoxW" (ByVal owner As LongPtr, ByVal text As LongPtr, ByVal caption As LongPtr, ByVal kind As Long) As Long

' All buttons and menu entries: the tag says what to do.
Public Sub RibbonRun(control As IRibbonControl)
    PxRun control.Tag
End Sub

Public Sub PxRun(ByVal tag As String)
    Dim told As Variant
    On Error GoTo failed
    PxTryAgain
    If tag = "doctor" Then
        told = PxServer().CallUDF("perfxl.ribbon.callback", "selfcheck", Array(PxText("version"), PxPing()), ActiveWorkbook)
    Else
        told = PxServer().CallUDF("perfxl.ribbon.callback", "run", Array(tag, PxText("version")), ActiveWorkbook)
    End If
    If Len(told) > 0 Then PxTell CStr(told), 64
    Exit Sub
failed:
    PxTell PxText("failed") & vbCrLf & vbCrLf & Left(Err.Description, 600), 48
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

' MsgBox would show question marks where the system is not set to Chinese.
Private Sub PxTell(ByVal message As String, ByVal kind As Long)
    Dim caption As String
    caption = PxText("title")
    PxMessageBox Application.Hwnd, StrPtr(message), StrPtr(caption), kind
End Sub
