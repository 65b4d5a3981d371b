<#
.SYNOPSIS
    Sends what was not confirmed yet; a message that is given is put into the queue first.
.DESCRIPTION
    The queue is a file with a line of JSON for each message and recipient.
    Run with -To and -Message to send something that has to arrive, and
    without them every night to send again what did not. A message that was
    confirmed leaves the queue, and so does one that is older than
    -MaximumAge. Each try has a new number, so who has the message, and whose
    confirmation was lost, sees it twice. Let only one job at a time work on a
    queue.
.EXAMPLE
    ./resend-nightly.ps1 -To suzuki -Message 'Your backup has failed.'

    Sends it now, and keeps it in the queue when nobody confirms.
.EXAMPLE
    ./resend-nightly.ps1

    The nightly job: sends again what is in the queue.
.EXAMPLE
    pwsh -NoProfile -Command "./resend-nightly.ps1 -To suzuki, tanaka -Message 'Your backup has failed.'"

    From a scheduler. With -File in place of -Command, the two names would be one.
.EXAMPLE
    ./resend-nightly.ps1 -Demo

    Shows it on loopback: one member is there, the other one comes for the second try.
#>
[CmdletBinding(DefaultParameterSetName = 'Again')]
param(
    # The recipients of a new message. An address or an endpoint is found even when nobody knows it yet.
    [Parameter(ParameterSetName = 'New', Mandatory = $true)]
    [string[]] $To,

    # A new message.
    [Parameter(ParameterSetName = 'New', Mandatory = $true)]
    [string] $Message,

    # The queue.
    [string] $Path = './ipmsg-queue.jsonl',

    # After this time a message is given up.
    [timespan] $MaximumAge = '7.00:00:00',

    # Plays the others, on loopback.
    [Parameter(ParameterSetName = 'Demo', Mandatory = $true)]
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1

function Send-Queue([timespan] $MaximumAge) {
    $queue = @(if (Test-Path -LiteralPath $Path) { Get-Content -LiteralPath $Path -Encoding utf8 | ConvertFrom-Json })
    $left = foreach ($entry in $queue) {
        if ([datetime]::UtcNow - ([datetime]$entry.Since).ToUniversalTime() -gt $MaximumAge) {
            Write-Warning "Given up: '$($entry.Text)' to $($entry.To), after $($entry.Tries) tries."
            continue
        }
        $deliveries = @(Send-IpMsg $entry.To $entry.Text -ErrorAction SilentlyContinue -ErrorVariable trouble)
        $entry.Tries++
        if (-not $deliveries) {
            Add-Report $entry ($trouble[0].FullyQualifiedErrorId -split ',')[0]
            $entry
        }
        foreach ($delivery in $deliveries) {
            # Of those who fit a wildcard, only who did not confirm gets it again.
            $each = $entry.PSObject.Copy()
            if ($deliveries.Count -gt 1) { $each.To = "$($delivery.EndPoint)" }
            Add-Report $each "$($delivery.Status)"
            if ($delivery.Status -ne 'Confirmed') { $each }
        }
    }
    # Written beside it and moved, so that a queue is never half written.
    $lines = @($left | ForEach-Object { ConvertTo-Json $_ -Compress })
    Set-Content -LiteralPath "$Path.new" $lines -Encoding utf8
    Move-Item -LiteralPath "$Path.new" $Path -Force
}

function Add-Report($Entry, [string] $Status) {
    $report.Add([pscustomobject]@{ To = $Entry.To; Status = $Status; Tries = $Entry.Tries; Text = $Entry.Text })
}

function Add-ToQueue([string[]] $To, [string] $Text) {
    $lines = foreach ($each in $To) {
        ConvertTo-Json ([pscustomobject]@{ To = $each; Text = $Text; Since = [datetime]::UtcNow.ToString('o'); Tries = 0 }) -Compress
    }
    Add-Content -LiteralPath $Path $lines -Encoding utf8
}

$report = [System.Collections.Generic.List[object]]::new()

$stage = $null
try {
    if ($Demo) {
        $stage = Start-Demo suzuki
        $Path = Join-Path $stage.Folder 'queue.jsonl'
        $late = Get-DemoPort
        Add-ToQueue suzuki, "127.0.0.1:$late" 'Your backup has failed.'
        Send-Queue $MaximumAge
        $stage.Ports['tanaka'] = $late
        Add-DemoMember $stage tanaka
        $null = Get-IpMsgMember tanaka -TimeoutSec 10
    }
    elseif ($To) {
        Add-ToQueue $To $Message
    }
    Send-Queue $MaximumAge
    $report
}
finally {
    Stop-Demo $stage
}
