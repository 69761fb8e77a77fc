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
    told = PxServer().CallUDF("perfxl.ribbon.callback", "run", Array(tag, PxText("version")), ActiveWorkbook)
    If Len(told) > 0 Then PxTell CStr(told), 64
    Exit Sub
failed:
    PxTell PxText("failed") & vbCrLf & vbCrLf & Left(Err.Description, 600), 48
End Sub

' MsgBox would show question marks where the system is not set to Chinese.
Private Sub PxTell(ByVal message As String, ByVal kind As Long)
    Dim caption As String
    caption = PxText("title")
    PxMessageBox Application.Hwnd, StrPtr(message), StrPtr(caption), kind
End Sub
