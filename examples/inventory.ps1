<#
.SYNOPSIS
    Writes who is on the network, with which client and version, to a CSV file.
.DESCRIPTION
    Emits what it has written. Names come from others, so a cell that a
    spreadsheet would take for a formula gets an apostrophe.
.EXAMPLE
    ./inventory.ps1 -Path members.csv -TimeoutSec 5

    Gives everyone five seconds to answer.
.EXAMPLE
    ./inventory.ps1 -Demo

    Shows it with two members on loopback.
#>
[CmdletBinding()]
param(
    # The file to write.
    [string] $Path = './members.csv',

    # How long to wait for answers.
    [double] $TimeoutSec = 3,

    # Plays the others, on loopback.
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1

function ConvertTo-Cell($Value) {
    # No control characters, and nothing that would be calculated.
    $text = "$Value" -replace '\p{C}', ' '
    if ($text -match '^[=+@-]') { "'$text" } else { $text }
}

$stage = if ($Demo) { Start-Demo suzuki, tanaka }
try {
    $rows = Get-IpMsgMember -Detailed -TimeoutSec $TimeoutSec | ForEach-Object {
        [pscustomobject]@{
            NickName    = ConvertTo-Cell $_.NickName
            GroupName   = ConvertTo-Cell $_.GroupName
            UserName    = ConvertTo-Cell $_.UserName
            HostName    = ConvertTo-Cell $_.HostName
            EndPoint    = "$($_.EndPoint)"
            Client      = "$($_.Client)"
            Version     = ConvertTo-Cell $_.Version
            CanEncrypt  = [bool]$_.Fingerprint
            Fingerprint = $_.Fingerprint
            LastSeen    = $_.LastSeen.ToString('yyyy-MM-dd HH:mm:ss')
        }
    }
    # Spreadsheets take UTF-8 for what it is by its byte order mark, which Windows PowerShell writes anyway.
    $encoding = if ($PSVersionTable.PSVersion.Major -gt 5) { 'utf8BOM' } else { 'utf8' }
    $rows | Export-Csv $Path -NoTypeInformation -Encoding $encoding
    $rows
}
finally {
    Stop-Demo $stage
}
