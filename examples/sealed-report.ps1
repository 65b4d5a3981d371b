<#
.SYNOPSIS
    Sends a sealed message, waits, and reports who has opened it and after how long.
.DESCRIPTION
    Who cannot have the text encrypted does not get it at all. Reports when
    everyone has opened it or thrown it away, or the time is up.
.EXAMPLE
    ./sealed-report.ps1 -To suzuki, tanaka -Message 'The new door code is 4711.' -TimeoutSec 3600

    Waits an hour at most.
.EXAMPLE
    ./sealed-report.ps1 -Demo

    Shows it with three members on loopback, who open everything at once.
#>
[CmdletBinding(DefaultParameterSetName = 'Send')]
param(
    # The recipients, as for Send-IpMsg.
    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [object[]] $To,

    # The text.
    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [string] $Message,

    # How long to wait for everyone.
    [double] $TimeoutSec = 600,

    # Plays the others, on loopback.
    [Parameter(ParameterSetName = 'Demo', Mandatory = $true)]
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1
if ($Demo) {
    $To = 'suzuki', 'tanaka', 'sato'
    $Message = 'The new door code is 4711.'
}
$stage = if ($Demo) { Start-Demo $To }
try {
    $sent = [datetimeoffset]::Now
    # Who cannot have it encrypted does not get it at all.
    $deliveries = Send-IpMsg $To $Message -Sealed -Encryption Required -ErrorAction Continue
    $waiting = { $deliveries | Where-Object { $_.Status -eq 'Confirmed' -and -not $_.OpenedAt -and -not $_.DiscardedAt } }
    while ((& $waiting) -and ([datetimeoffset]::Now - $sent).TotalSeconds -lt $TimeoutSec) { Start-Sleep -Milliseconds 100 }
    foreach ($delivery in $deliveries) {
        $what = if ($delivery.OpenedAt) { 'Opened' } elseif ($delivery.DiscardedAt) { 'Discarded' } else { "$($delivery.Status)" }
        $when = if ($delivery.OpenedAt) { $delivery.OpenedAt } else { $delivery.DiscardedAt }
        [pscustomobject]@{
            To       = $delivery.To
            State    = $what
            At       = $when
            AfterSec = if ($when) { [math]::Round(($when - $sent).TotalSeconds, 1) }
        }
    }
}
finally {
    Stop-Demo $stage
}
