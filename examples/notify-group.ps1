<#
.SYNOPSIS
    Sends a message to everyone in a CSV file, each with what the file says of them, and reports who has it.
.DESCRIPTION
    The file has a column Name (nickname, user, host, address or endpoint). Every other column may stand in the text in braces.
    All messages are on their way at the same time. The exit code is 1 when somebody did not confirm.
.EXAMPLE
    ./notify-group.ps1 -Path on-call.csv -Message 'Power cut at 22:00, {Room}.'

    Sends each his own text.
.EXAMPLE
    ./notify-group.ps1 -Demo

    Shows it with two members on loopback.
#>
[CmdletBinding()]
param(
    # The CSV file.
    [string] $Path = (Join-Path $PSScriptRoot 'notify-group.csv'),

    # The text. {Column} is replaced by what the file says.
    [string] $Message = 'Power cut at 22:00, {Room}.',

    # Plays the others, on loopback.
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1
$rows = Import-Csv $Path
$stage = if ($Demo) { Start-Demo $rows.Name }
try {
    $sent = foreach ($row in $rows) {
        $text = $Message
        foreach ($column in $row.PSObject.Properties) { $text = $text.Replace("{$($column.Name)}", $column.Value) }
        # Nobody waits for anybody else: the deliveries are live, and are looked at afterwards.
        $delivery = Send-IpMsg $row.Name $text -NoWait -ErrorAction SilentlyContinue -ErrorVariable trouble
        [pscustomobject]@{ Name = $row.Name; Delivery = $delivery; Error = "$trouble" }
    }
    while ($sent.Delivery.Status -contains 'Pending') { Start-Sleep -Milliseconds 50 }
    $report = foreach ($each in $sent) {
        $status = if ($each.Delivery) { "$($each.Delivery.Status)" } else { 'NotSent' }
        $reason = if ($each.Delivery) { $each.Delivery.Reason } else { $each.Error }
        [pscustomobject]@{ Name = $each.Name; Status = $status; Encrypted = [bool]$each.Delivery.IsEncrypted; Reason = $reason }
    }
    $report
}
finally {
    Stop-Demo $stage
}
if ($report.Status -ne 'Confirmed') { exit 1 }
