<#
.SYNOPSIS
    Makes terminal.svg, the picture in the READMEs, from what the commands in it really print.
.DESCRIPTION
    Starts two members on loopback, runs the commands in this session, and draws what they print, colours included. Run it again when a
    view has changed.
.EXAMPLE
    ./assets/Write-TerminalPicture.ps1

    Writes assets/terminal.svg.
#>
[CmdletBinding()]
param(
    # The picture.
    [string] $Path = (Join-Path $PSScriptRoot 'terminal.svg')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
$manifest = [IO.Path]::Combine($PSScriptRoot, '..', 'out', 'IpMsg', 'IpMsg.psd1')
Import-Module $manifest
$width = 84
$commands = @(
    'Get-IpMsgMember'
    "Send-IpMsg suzuki 'Lunch? 昼ごはん? 吃午饭吗?'"
    'Receive-IpMsg -Wait -Count 1'
    "Get-IpMsgMember | Send-IpMsg 'The log' -Attachment build.log -WaitDownload"
    'Get-IpMsgDelivery'
)

# A member in a runspace of its own, with names that tell nothing about this machine. It saves files and answers questions.
function Add-Member([string] $Name, [string] $Group, [string] $HostName, [int] $Last, [string] $Folder) {
    $shell = [powershell]::Create()
    $script = {
        param($manifest, $settings, $folder)
        Import-Module $manifest
        Start-IpMsgListener @settings
        Receive-IpMsg -Wait -Open | ForEach-Object {
            $null = $_ | Save-IpMsgAttachment -Path $folder
            if ($_.Text -match '\?$') { $null = Send-IpMsg -InReplyTo $_ 'At twelve. 十二点!' -NoWait }
        }
    }
    $settings = Get-MemberSetting $Name $Group $HostName $Last $Folder
    $null = $shell.AddScript("$script").AddArgument($manifest).AddArgument($settings)
    $null = $shell.AddArgument((New-Item (Join-Path $Folder $Name) -ItemType Directory).FullName).BeginInvoke()
    $shell
}

function Get-MemberSetting([string] $Name, [string] $Group, [string] $HostName, [int] $Last, [string] $Folder) {
    @{
        NickName = $Name; GroupName = $Group; UserName = $Name; HostName = $HostName; Port = 24256; NoStore = $true
        Address = "127.0.0.$Last"; KeyPath = Join-Path $Folder "keys-$Name"
        BroadcastAddress = 2..4 | Where-Object { $_ -ne $Last } | ForEach-Object { "127.0.0.$_" }
    }
}

function Get-Session([string] $Folder) {
    $shells = @(Add-Member suzuki Ops build07 3 $Folder; Add-Member tanaka Ops desk12 4 $Folder)
    Push-Location $Folder
    try {
        $settings = Get-MemberSetting alice Dev laptop 2 $Folder
        Start-IpMsgListener @settings
        $null = Get-IpMsgMember suzuki, tanaka -TimeoutSec 30
        Set-Content build.log 'error 42'
        $PSStyle.OutputRendering = 'Ansi'
        foreach ($command in $commands) {
            "PS> $command"
            $lines = (& ([scriptblock]::Create($command)) | Out-String -Width $width).Trim("`r", "`n")
            if ($lines) { $lines -split '\r?\n' }
            ''
        }
    }
    finally {
        Pop-Location
        Stop-IpMsgListener -WarningAction Ignore
        foreach ($shell in $shells) { $shell.Runspace.Close(); $shell.Dispose() }
    }
}

# East Asian characters take two columns.
function Measure-Column([string] $Text) {
    $Text.Length + [regex]::Matches($Text, '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]').Count
}

# Each word is placed at its column, so that columns are aligned in every font. East Asian characters are narrower than two columns in most
# fonts, so their words have a length.
function ConvertTo-Svg([string[]] $Line) {
    $character, $height, $margin = 8.4, 19, 16
    $body = for ($row = 0; $row -lt $Line.Count; $row++) {
        $column, $class = 0, $(if ($Line[$row].StartsWith('PS> ')) { 'in' } else { 'out' })
        foreach ($part in [regex]::Matches($Line[$row], '\x1b\[(?<code>[\d;]*)m|(?<space> +)|(?<word>[^ \x1b]+)')) {
            if ($part.Groups['word'].Success) {
                $x = ($margin + $column * $character).ToString([cultureinfo]::InvariantCulture)
                $text = [System.Security.SecurityElement]::Escape($part.Value)
                $columns = Measure-Column $part.Value
                $length = if ($columns -gt $part.Length) {
                    ' textLength="{0}"' -f ($columns * $character).ToString([cultureinfo]::InvariantCulture)
                }
                "<text class=`"$class`" x=`"$x`" y=`"$(48 + $row * $height)`"$length>$text</text>"
            }
            if ($part.Groups['code'].Success) { $class = if ($part.Groups['code'].Value -in '', '0') { 'out' } else { 'head' } }
            else { $column += Measure-Column $part.Value }
        }
    }
    $size = [int](2 * $margin + $width * $character), (56 + $Line.Count * $height)
    "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"$($size[0])`" height=`"$($size[1])`" viewBox=`"0 0 $($size[0]) $($size[1])`">"
    '<style>text { font: 14px ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }'
    '.out { fill: #d4d4d4 } .head { fill: #6cc76c; font-weight: bold } .in { fill: #ffffff; font-weight: bold }</style>'
    '<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>'
    '<circle cx="20" cy="18" r="6" fill="#ff5f56"/><circle cx="40" cy="18" r="6" fill="#ffbd2e"/>'
    '<circle cx="60" cy="18" r="6" fill="#27c93f"/>'
    $body
    '</svg>'
}

$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) ('ipmsg-picture-' + [guid]::NewGuid().ToString('n'))) -ItemType Directory
try {
    $session = @(Get-Session $folder.FullName)
    $svg = (ConvertTo-Svg $session[0..($session.Count - 2)]) -join "`n"
    [System.IO.File]::WriteAllText($Path, $svg + "`n", [System.Text.UTF8Encoding]::new($false))
}
finally {
    Remove-Item $folder -Recurse -Force
}
