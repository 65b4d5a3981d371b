<#
.SYNOPSIS
    Sends what Grafana, Alertmanager and GitLab post to a URL to members, contacts and groups.
.DESCRIPTION
    A file says who gets what. The caller gets the status 200 when somebody
    has confirmed the message or it waits in the queue, and otherwise an
    error, so that the caller posts it again. Only callers with the token
    are heard, and only those on this machine, unless -Prefix names another
    address. Runs until Ctrl+C, or until -Count messages were sent.
.EXAMPLE
    ./webhook.ps1 -MapPath routes.json -TokenPath token.txt

    Serves http://localhost:9095/grafana, /alertmanager and /gitlab.
.EXAMPLE
    ./webhook.ps1 -Demo

    Shows it with a member on loopback, and an alert of Grafana.
#>
[CmdletBinding(DefaultParameterSetName = 'Serve')]
param(
    # The file that says who gets what, as webhook.json beside this script.
    [Parameter(ParameterSetName = 'Serve', Mandatory = $true)]
    [string] $MapPath,

    # A file whose first line is the token, with at least 16 characters. Without it, IPMSG_WEBHOOK_TOKEN has the token.
    [Parameter(ParameterSetName = 'Serve')]
    [string] $TokenPath,

    # Where to listen, as HttpListener has it. Other machines reach http://*:9095/, and read the token on their way here.
    [string] $Prefix = 'http://localhost:9095/',

    # How long an unconfirmed message stays in the queue.
    [timespan] $Expires = '1.00:00:00',

    # Ends after this many messages.
    [int] $Count = [int]::MaxValue,

    # Plays the others, on loopback.
    [Parameter(ParameterSetName = 'Demo', Mandatory = $true)]
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. ([IO.Path]::Combine($PSScriptRoot, 'Demo.ps1'))

# Callers post up to some 100 KB. What is sent is for people.
$maxBytes = 1MB
$maxLength = 4000
$maxAlerts = 10
$readTimeout = 10000

# The limits of callers: GitLab waits ten seconds.
$sendTimeout = 5

# Labels and titles that are dates stay as they are, as far as this PowerShell can.
$dates = if ((Get-Command ConvertFrom-Json).Parameters['DateKind']) { @{ DateKind = 'String' } } else { @{} }

function Get-Word($Value, [string] $Name) {
    if ($null -ne $Value -and $Value.PSObject.Properties[$Name]) { "$($Value.$Name)" }
}

# One line: what the caller writes does not begin lines of its own.
function Get-Line([string[]] $Word) {
    (($Word | Where-Object { $_ }) -join ' ') -replace '[\s\p{Cc}]+', ' '
}

# The alerts of Grafana and Alertmanager.
function ConvertFrom-Alert($Body) {
    $alerts = @($Body.alerts | Where-Object { $_ })
    if ($alerts.Count -eq 0) { throw 'There are no alerts.' }
    $firing = @($alerts | Where-Object { $_.status -ne 'resolved' })
    $state = if ($firing) { "[FIRING $($firing.Count)]" } else { '[RESOLVED]' }
    $name = Get-Word $Body.commonLabels 'alertname'
    if (-not $name) { $name = Get-Word $alerts[0].labels 'alertname' }
    Get-Line $state, $name
    foreach ($alert in $alerts | Select-Object -First $maxAlerts) {
        $where = Get-Word $alert.labels 'instance'
        if ($where) { $where += ':' }
        $what = Get-Word $alert.annotations 'summary'
        if (-not $what) { $what = Get-Word $alert.annotations 'description' }
        if (-not $what) { $what = Get-Word $alert.labels 'alertname' }
        $done = if ($firing -and $alert.status -eq 'resolved') { '(resolved)' }
        Get-Line $where, $what, $done
    }
    if ($alerts.Count -gt $maxAlerts) { "and $($alerts.Count - $maxAlerts) more" }
    Get-Line (Get-Word $Body 'externalURL')
}

# The events of GitLab.
function ConvertFrom-GitLab($Body) {
    $kind = Get-Word $Body 'object_kind'
    if (-not $kind) { $kind = Get-Word $Body 'event_name' }
    if (-not $kind) { throw 'There is no object_kind.' }
    $object = $Body.object_attributes
    $project = Get-Word $Body.project 'path_with_namespace'
    if (-not $project) { $project = Get-Word $Body 'project_name' }
    $who = Get-Word $Body.user 'name'
    if (-not $who) { $who = Get-Word $Body 'user_name' }
    $state = Get-Word $object 'action'
    if (-not $state) { $state = Get-Word $object 'status' }
    if (-not $state) { $state = Get-Word $Body 'build_status' }
    $what = Get-Word $object 'title'
    if (-not $what) { $what = Get-Word $Body 'build_name' }
    if (-not $what) { $what = (Get-Word $object 'note') }
    if (-not $what) { $what = (Get-Word $object 'ref') }
    if (-not $what) { $what = (Get-Word $Body 'ref') }
    Get-Line "[$($kind -replace '_', ' ')]", $project, $state
    Get-Line $what, $(if ($who) { "($who)" })
    $url = Get-Word $object 'url'
    if (-not $url) { $url = Get-Word $Body.project 'web_url' }
    Get-Line $url
}

# What a route compares: the labels that all alerts have, or the kind, state and project of an event.
function Get-Label([string] $Source, $Body) {
    $labels = @{ source = $Source }
    if ($Source -eq 'gitlab') {
        $labels.kind = Get-Word $Body 'object_kind'
        $labels.project = Get-Word $Body.project 'path_with_namespace'
        $labels.status = Get-Word $Body.object_attributes 'status'
        return $labels
    }
    $common = if ($Body.commonLabels) { $Body.commonLabels } else { @($Body.alerts)[0].labels }
    if ($common) { foreach ($each in $common.PSObject.Properties) { $labels[$each.Name] = "$($each.Value)" } }
    $labels.status = Get-Word $Body 'status'
    $labels
}

# The recipients of the first route whose words are all there.
function Find-Recipient($Map, $Label) {
    foreach ($route in $Map.routes) {
        $isMatch = $true
        if ($route.match) {
            foreach ($each in $route.match.PSObject.Properties) {
                $isMatch = $isMatch -and $Label[$each.Name] -like $each.Value
            }
        }
        if ($isMatch) { return @($route.to) }
    }
    @()
}

function Read-Map([string] $Path) {
    $map = [IO.File]::ReadAllText((Resolve-Path -LiteralPath $Path).ProviderPath) | ConvertFrom-Json
    if (-not @($map.routes)) { throw "$Path has no routes." }
    foreach ($route in $map.routes) {
        if (-not @($route.to)) { throw "A route of $Path has no recipients: add ""to"": [""name""]." }
    }
    $map
}

# Every comparison takes as long as any other one.
function Test-Token([string] $Given, [string] $Token) {
    $sha = [Security.Cryptography.SHA256]::Create()
    $one = $sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($Given))
    $other = $sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($Token))
    $sha.Dispose()
    $different = 0
    for ($i = 0; $i -lt $one.Length; $i++) { $different = $different -bor ($one[$i] -bxor $other[$i]) }
    $different -eq 0
}

function Get-GivenToken($Request) {
    $gitLab = $Request.Headers['X-Gitlab-Token']
    if ($gitLab) { return $gitLab }
    "$($Request.Headers['Authorization'])" -replace '^Bearer +', ''
}

# The body as text; nothing when it is too long or comes too slowly.
function Read-Body($Request) {
    $all = [IO.MemoryStream]::new()
    $buffer = [byte[]]::new(64KB)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($all.Length -le $maxBytes) {
        $reading = $Request.InputStream.ReadAsync($buffer, 0, $buffer.Length)
        $left = $readTimeout - $clock.ElapsedMilliseconds
        if ($left -le 0 -or -not $reading.Wait([int]$left)) { return }
        if ($reading.Result -eq 0) { return [Text.Encoding]::UTF8.GetString($all.ToArray()) }
        $all.Write($buffer, 0, $reading.Result)
    }
}

# The answer to a request, with the status and what happened.
function Get-Answer($Request, [string] $Token, $Map) {
    $source = $Request.Url.AbsolutePath.Trim('/')
    if (-not (Test-Token (Get-GivenToken $Request) $Token)) { return @{ status = 401; error = 'The token is missing or wrong.' } }
    if ($source -notin 'grafana', 'alertmanager', 'gitlab') {
        return @{ status = 404; error = 'Post to /grafana, /alertmanager or /gitlab.' }
    }
    if ($Request.HttpMethod -ne 'POST') { return @{ status = 405; error = 'Post.' } }
    if ($Request.ContentLength64 -gt $maxBytes) { return @{ status = 413; error = "At most $maxBytes bytes." } }
    $json = Read-Body $Request
    if ($null -eq $json) { return @{ status = 408; error = 'The body is too long or comes too slowly.' } }
    try {
        $body = ConvertFrom-Json $json @dates
        $text = @(if ($source -eq 'gitlab') { ConvertFrom-GitLab $body } else { ConvertFrom-Alert $body }) -join "`n"
        $to = Find-Recipient $Map (Get-Label $source $body)
    }
    catch { return @{ status = 400; error = "This is no message of $source`: $($_.Exception.Message)" } }
    if (-not $to) { return @{ status = 422; error = 'No route has a recipient for it.' } }
    $text = $text.Trim()
    if ($text.Length -gt $maxLength) { $text = $text.Substring(0, $maxLength) + '...' }
    Send-Text $to $text
}

function Send-Text([string[]] $To, [string] $Text) {
    $errors = @()
    $send = @{ To = $To; Message = $Text; TimeoutSec = $sendTimeout }
    # The listener of a demo keeps nothing on the disk.
    if (-not $Demo) { $send += @{ Queue = $true; Expires = $Expires } }
    $deliveries = @(Send-IpMsg @send -ErrorAction SilentlyContinue -ErrorVariable +errors -WarningAction SilentlyContinue)
    $sent = @($deliveries | Where-Object { $_.Status -in 'Confirmed', 'Queued' })
    @{
        status = $(if ($sent) { 200 } else { 503 })
        sent = @($deliveries | ForEach-Object { @{ to = "$($_.To)"; status = "$($_.Status)" } })
        errors = @($errors | ForEach-Object { "$_" })
    }
}

function Send-Answer($Context, $Answer) {
    $response = $Context.Response
    try {
        $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Answer -Depth 4))
        $response.StatusCode = $Answer.status
        $response.ContentType = 'application/json; charset=utf-8'
        if ($Answer.status -eq 503) { $response.AddHeader('Retry-After', '30') }
        $response.Close($bytes, $false)
    }
    catch { $response.Abort() }
}

$stage = $null
if ($Demo) {
    $stage = Start-Demo suzuki -NickName webhook
    $MapPath = [IO.Path]::Combine($PSScriptRoot, 'webhook.json')
    $token = [guid]::NewGuid().ToString('n')
    $Prefix = "http://localhost:$(Get-DemoPort)/"
    $Count = 1
    $caller = [powershell]::Create([initialsessionstate]::CreateDefault2())
    $null = $caller.AddScript('param($uri, $token)
        $alert = @{ status = "firing"; labels = @{ alertname = "DiskFull"; instance = "db1" }; annotations = @{ summary = "5% free" } }
        $body = @{ status = "firing"; commonLabels = @{ alertname = "DiskFull"; team = "demo" }; alerts = @($alert) }
        $json = ConvertTo-Json $body -Depth 5
        Invoke-RestMethod $uri -Method Post -Body $json -ContentType application/json -Headers @{ Authorization = "Bearer $token" }')
    $null = $caller.AddArgument("${Prefix}grafana").AddArgument($token)
}
else {
    $token = if ($TokenPath) { "$([IO.File]::ReadAllLines((Resolve-Path -LiteralPath $TokenPath).ProviderPath)[0])".Trim() }
    else { $env:IPMSG_WEBHOOK_TOKEN }
    if ("$token".Length -lt 16) {
        throw 'A token needs 16 characters: name a file with -TokenPath, or set IPMSG_WEBHOOK_TOKEN.'
    }
    if (-not (Get-IpMsgListener)) { Start-IpMsgListener -NickName webhook }
}
$map = Read-Map $MapPath
$http = [Net.HttpListener]::new()
try {
    $http.Prefixes.Add($Prefix)
    $http.Start()
    Write-Verbose "Listens at $Prefix."
    if ($Demo) { $calling = $caller.BeginInvoke() }
    $done = 0
    while ($done -lt $Count) {
        $waiting = $http.GetContextAsync()
        # Ctrl+C is seen between two waits.
        while (-not $waiting.Wait(500)) { }
        $answer = Get-Answer $waiting.Result.Request $token $map
        Send-Answer $waiting.Result $answer
        $result = if ($answer.sent) { ($answer.sent | ForEach-Object { "$($_.to) $($_.status)" }) -join ', ' }
        "$($waiting.Result.Request.Url.AbsolutePath): $($answer.status) $result$($answer.error)$($answer.errors -join ' ')"
        if ($answer.status -eq 200) { $done++ }
    }
    if ($Demo) { "The caller got: $(ConvertTo-Json @($caller.EndInvoke($calling))[0].sent -Compress)" }
}
finally {
    $http.Close()
    if ($Demo) { $caller.Dispose() }
    Stop-Demo $stage
}
