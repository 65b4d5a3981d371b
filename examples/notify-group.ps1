<#
.SYNOPSIS
    Sends a message to everyone in a CSV file, each with what the file says of them, and shows who has it.
.DESCRIPTION
    The file has a column Name (nickname, user, host, address or endpoint).
    Every other column may stand in the text in braces. All messages are on
    their way at the same time. Emits the deliveries; a name that nobody has
    is an error, and who did not confirm a warning. The exit code is 1 when
    there was either.
.EXAMPLE
    ./notify-group.ps1 -Path on-call.csv -Message 'Power cut at 22:00, {Room}.'

    Sends each his own text.
.EXAMPLE
    ./notify-group.ps1 -Demo

    Shows it with two members on loopback.
#>
[CmdletBinding(DefaultParameterSetName = 'Send')]
param(
    # The CSV file.
    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [string] $Path,

    # The text. {Column} is replaced by what the file says.
    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [string] $Message,

    # Plays the others, on loopback.
    [Parameter(ParameterSetName = 'Demo', Mandatory = $true)]
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1
if ($Demo) {
    $Path = Join-Path $PSScriptRoot 'notify-group.csv'
    $Message = 'Power cut at 22:00, {Room}.'
}
$rows = @(Import-Csv $Path -Encoding utf8)
if (-not $rows.Name) { throw "'$Path' has no column Name, or nobody in it." }
$stage = if ($Demo) { Start-Demo $rows.Name }
try {
    $deliveries = @(foreach ($row in $rows | Where-Object Name) {
            $text = $Message
            foreach ($column in $row.PSObject.Properties) { $text = $text.Replace("{$($column.Name)}", $column.Value) }
            # Nobody waits for anybody else: the deliveries are live, and are looked at afterwards.
            Send-IpMsg $row.Name $text -NoWait -ErrorAction Continue -ErrorVariable +unsent
        })
    while ($deliveries.Status -contains 'Pending') { Start-Sleep -Milliseconds 50 }
    $deliveries
    $missing = @($deliveries | Where-Object Status -NE Confirmed)
    foreach ($each in $missing) { Write-Warning "$($each.To) did not confirm. $($each.Reason)" }
}
finally {
    Stop-Demo $stage
}
if ($missing -or $unsent) { exit 1 }
