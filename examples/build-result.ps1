<#
.SYNOPSIS
    Tells people the result of a build, with its log; the exit code is 1 when nobody confirmed the message.
.DESCRIPTION
    For CI steps. Nothing is broadcast when -To has addresses. A log that
    nobody fetched in time is a warning: the message has arrived all the same.
    In a step of GitHub Actions the outputs confirmed and unconfirmed are set.
.EXAMPLE
    pwsh -NoProfile -File examples/build-result.ps1 -To 192.168.1.20 -Message 'Build 42 failed' -Attachment build.log

    Waits two minutes at most until the log has been fetched.
.EXAMPLE
    ipmsg -File examples/build-result.ps1 -To '192.168.1.20, 192.168.1.21' -Message 'Build 42 is green'

    The same through the .NET tool, to two people.
#>
[CmdletBinding()]
param(
    # Addresses or names, separated by commas.
    [Parameter(Mandatory)]
    [string] $To,

    # The text.
    [Parameter(Mandatory)]
    [string] $Message,

    # A file or folder; none when there is no such file, for a build may fail before it has a log.
    [string] $Attachment,

    # How long the attachment is offered, in seconds.
    [double] $TimeoutSec = 120,

    # The exit code is 1 unless all have confirmed.
    [switch] $RequireAll
)

if (-not (Get-Command Send-IpMsg -ErrorAction Ignore)) {
    # In its package the module lies beside the examples, in the repository where it was built.
    $module = Join-Path $PSScriptRoot '..'
    if (-not [System.IO.File]::Exists((Join-Path $module 'IpMsg.PowerShell.dll'))) { $module = Join-Path $module 'out/IpMsg' }
    Import-Module (Join-Path $module 'IpMsg.psd1') -ErrorAction Stop
}

$files = @{}
if ($Attachment) {
    $path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Attachment)
    if ([System.IO.File]::Exists($path) -or [System.IO.Directory]::Exists($path)) {
        $files = @{
            Attachment   = [System.Management.Automation.WildcardPattern]::Escape($path)
            WaitDownload = $true
            TimeoutSec   = $TimeoutSec
        }
    }
    else {
        $PSCmdlet.WriteWarning("There is no '$path' to attach.")
    }
}

$recipients = $To.Split(',').Trim() | Where-Object { $_ }
$deliveries = Send-IpMsg $recipients $Message @files -ErrorAction SilentlyContinue -ErrorVariable problems
foreach ($problem in $problems) { $PSCmdlet.WriteWarning($problem) }
$confirmed = @($deliveries | Where-Object { $_.Status -eq 'Confirmed' })
"Confirmed by $($confirmed.Count) of $(@($recipients).Count)."
# A name that was not found has an error and no delivery. Endpoints cannot contain a line break, as nicknames can.
$unconfirmed = @($deliveries | Where-Object { $_.Status -ne 'Confirmed' } | ForEach-Object { "$($_.EndPoint)" }) +
    @($problems | Where-Object { $_.TargetObject -is [string] } | ForEach-Object TargetObject)
if ($env:GITHUB_OUTPUT) {
    $outputs = "confirmed=$(@($confirmed | ForEach-Object { "$($_.EndPoint)" }) -join ', ')`nunconfirmed=$($unconfirmed -join ', ')`n"
    [System.IO.File]::AppendAllText($env:GITHUB_OUTPUT, $outputs)
}
exit [int]($confirmed.Count -eq 0 -or $RequireAll -and $unconfirmed.Count -gt 0)
