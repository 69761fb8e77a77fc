# Installs for the user who runs it, without administrator's rights: checks the files, copies them, tells Excel.
. (Join-Path $PSScriptRoot 'common.ps1')
$root = Split-Path -Parent $PSScriptRoot
$folder = Get-InstallFolder

function Assert-Whole {
    foreach ($line in [IO.File]::ReadAllLines((Join-Path $root 'files.sha256'), [Text.Encoding]::UTF8)) {
        $expected, $name = $line -split '  ', 2
        $file = Join-Path $root ($name -replace '/', '\')
        if (-not (Test-Path -LiteralPath $file)) { Stop-WithMessage "安装包不完整（缺少 $name），请重新复制整个文件夹。" }
        $found = (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash
        if ($found -ne $expected) { Stop-WithMessage "安装包的文件 $name 已损坏，请重新复制整个文件夹。" }
    }
}

function Copy-App {
    $new = "$folder.new"
    $old = "$folder.old"
    foreach ($there in @($folder, $new, $old)) {
        if (Test-Path -LiteralPath $there) { Assert-OwnFolder $there }
    }
    foreach ($left in @($new, $old)) {
        if (Test-Path -LiteralPath $left) { Remove-Item -LiteralPath $left -Recurse -Force }
    }
    New-Item -ItemType Directory -Path (Split-Path -Parent $folder) -Force | Out-Null
    New-OwnFolder $new
    Get-ChildItem -LiteralPath (Join-Path $root 'app') | Copy-Item -Destination $new -Recurse
    Get-ChildItem -LiteralPath $new -Recurse -File | Unblock-File
    if (Test-Path -LiteralPath $folder) { Rename-Item -LiteralPath $folder -NewName (Split-Path -Leaf $old) }
    Rename-Item -LiteralPath $new -NewName (Split-Path -Leaf $folder)
    if (Test-Path -LiteralPath $old) { Remove-Item -LiteralPath $old -Recurse -Force }
}

Write-Host '正在检查安装包……'
if (-not (Test-Path -LiteralPath (Join-Path $root 'app\runtime\python.exe'))) {
    Stop-WithMessage '安装包里没有 Python，请按“说明.txt”重新生成安装包。'
}
Assert-Whole
Assert-ExcelClosed
$found = @(Get-ExcelVersions)
if ($found.Count -eq 0) {
    Stop-WithMessage '没有找到 Excel；不装加载项也能用：把工作簿拖到“把工作簿拖到这里.cmd”上。'
}
Write-Host "正在复制到 $folder ……"
Copy-App
foreach ($version in $found) { Register-Addin $version $folder }
Write-Host '安装完成。请打开 Excel，在“绩效自评”选项卡里点“环境自检”。' -ForegroundColor Green
