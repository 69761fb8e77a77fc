# Shared by install.ps1 and uninstall.ps1: where things lie, and what Excel keeps in the registry for this user.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$Office = 'HKCU:\Software\Microsoft\Office'
$Versions = @('16.0', '15.0', '14.0')

function Stop-WithMessage([string]$Message) {
    Write-Host $Message -ForegroundColor Red
    exit 2
}

function Get-UserSid {
    return [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
}

# Excel's side starts Python through an ANSI call: a folder whose name is not ASCII would break it. Right below
# ProgramData nobody may take away what another has made, so the folder there is one user's own.
function Get-InstallFolder {
    $own = [Environment]::GetFolderPath('LocalApplicationData')
    if ($own -match '^[\x20-\x7e]+$') { return (Join-Path $own 'Programs\perfxl') }
    $common = [Environment]::GetFolderPath('CommonApplicationData')
    return (Join-Path $common "perfxl-$(Get-UserSid)")
}

# Excel trusts what lies there: only this user, the system and administrators may put anything into it.
function New-OwnFolder([string]$Path) {
    New-Item -ItemType Directory -Path $Path | Out-Null
    $sid = Get-UserSid
    $grants = @("*${sid}:(OI)(CI)F", '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F')
    & icacls.exe $Path /inheritance:r /grant:r $grants /q | Out-Null
    if ($LASTEXITCODE -ne 0) { Stop-WithMessage "不能设置文件夹 $Path 的权限，没有安装，请联系信息管理员。" }
}

# Somebody may have made a folder of that name before: it is not taken over.
function Assert-OwnFolder([string]$Path) {
    $owner = (Get-Acl -LiteralPath $Path).GetOwner([Security.Principal.SecurityIdentifier]).Value
    if (@((Get-UserSid), 'S-1-5-18', 'S-1-5-32-544') -notcontains $owner) {
        Stop-WithMessage "文件夹 $Path 是别的用户建的，没有安装，请让信息管理员删去它再试。"
    }
}

function Assert-ExcelClosed {
    if (Get-Process -Name 'EXCEL' -ErrorAction SilentlyContinue) {
        Stop-WithMessage '请先关闭所有 Excel 窗口，再重新运行。'
    }
}

function Get-ExcelVersions {
    foreach ($version in $Versions) {
        $places = @(
            "HKLM:\Software\Microsoft\Office\$version\Excel\InstallRoot",
            "HKLM:\Software\WOW6432Node\Microsoft\Office\$version\Excel\InstallRoot",
            "$Office\$version\Excel\InstallRoot"
        )
        foreach ($place in $places) {
            if (Test-Path -LiteralPath $place) { $version; break }
        }
    }
}

# Excel lists the add-ins to load as values OPEN, OPEN1, OPEN2, ... without gaps.
function Get-OpenNames {
    'OPEN'
    for ($number = 1; $number -lt 100; $number++) { "OPEN$number" }
}

function Get-OpenEntries([string]$Key) {
    $entries = @()
    $item = Get-Item -LiteralPath $Key
    foreach ($name in Get-OpenNames) {
        $value = $item.GetValue($name)
        if ($null -ne $value) { $entries += [string]$value }
    }
    return , $entries
}

function Set-OpenEntries([string]$Key, [string[]]$Entries) {
    foreach ($name in Get-OpenNames) {
        Remove-ItemProperty -LiteralPath $Key -Name $name -ErrorAction SilentlyContinue
    }
    for ($index = 0; $index -lt $Entries.Count; $index++) {
        $name = if ($index -eq 0) { 'OPEN' } else { "OPEN$index" }
        New-ItemProperty -LiteralPath $Key -Name $name -Value $Entries[$index] -PropertyType String | Out-Null
    }
}

function Register-Addin([string]$Version, [string]$Folder) {
    $key = "$Office\$Version\Excel\Options"
    if (-not (Test-Path -LiteralPath $key)) { New-Item -Path $key -Force | Out-Null }
    $addin = Join-Path $Folder 'perfxl.xlam'
    $others = @((Get-OpenEntries $key) | Where-Object { $_ -notlike '*perfxl.xlam*' })
    Set-OpenEntries $key ($others + "/R `"$addin`"")
    $trusted = "$Office\$Version\Excel\Security\Trusted Locations\perfxl"
    New-Item -Path $trusted -Force | Out-Null
    New-ItemProperty -LiteralPath $trusted -Name 'Path' -Value "$Folder\" -PropertyType String -Force | Out-Null
    New-ItemProperty -LiteralPath $trusted -Name 'Description' -Value 'perfxl' -PropertyType String -Force | Out-Null
}

function Unregister-Addin([string]$Version) {
    $key = "$Office\$Version\Excel\Options"
    if (Test-Path -LiteralPath $key) {
        $entries = Get-OpenEntries $key
        $others = @($entries | Where-Object { $_ -notlike '*perfxl.xlam*' })
        if ($others.Count -ne $entries.Count) { Set-OpenEntries $key $others }
    }
    $trusted = "$Office\$Version\Excel\Security\Trusted Locations\perfxl"
    if (Test-Path -LiteralPath $trusted) { Remove-Item -LiteralPath $trusted -Recurse }
}
