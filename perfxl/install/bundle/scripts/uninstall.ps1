# Takes everything away that install.ps1 brought; workbooks are not touched.
. (Join-Path $PSScriptRoot 'common.ps1')
$folder = Get-InstallFolder

Assert-ExcelClosed
foreach ($version in $Versions) { Unregister-Addin $version }
$records = Join-Path ([Environment]::GetFolderPath('LocalApplicationData')) 'perfxl'
foreach ($path in @($folder, $records)) {
    if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path -Recurse -Force }
}
Write-Host '已卸载。工作簿没有改动；其中的 PX_ 函数不再计算，保留最后一次的结果。' -ForegroundColor Green
