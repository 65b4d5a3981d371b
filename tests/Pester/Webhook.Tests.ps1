# examples/webhook.ps1, with bodies as Grafana, Alertmanager and GitLab document them.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $suzuki = Add-TestMember $lan suzuki Ops (Get-TestIdentity $lan suzuki)
    $suzukiShell = $lan.Shells[-1]
    $hook = New-TestShell $lan
    $settings = @{
        NickName = 'webhook'; Address = '127.0.0.4'; Port = $lan.Port; BroadcastAddress = @(Get-OtherEndPoint $lan '127.0.0.4')
        DataPath = Join-Path $lan.Folder 'data'
    } + (Get-TestIdentity $lan webhook)
    Invoke-TestShell $hook { param($settings) Start-IpMsgListener @settings } $settings
    Invoke-TestShell $hook {
        Set-IpMsgContact away -UserName nobody -Address 127.0.0.7
        Get-IpMsgMember suzuki -TimeoutSec 10 -ErrorAction Stop
    }

    $token = 'a-token-of-these-tests'
    $prefix = "http://localhost:$(Get-Random -Minimum 30001 -Maximum 32000)/"
    $map = Join-Path $lan.Folder 'map.json'
    Set-Content $map '{ "routes": [
        { "match": { "source": "gitlab", "kind": "pipeline" }, "to": ["suzuki"] },
        { "match": { "team": "db*" }, "to": ["suzuki"] },
        { "match": { "team": "night" }, "to": ["away"] },
        { "match": { "team": "gone" }, "to": ["no such name"] } ] }'
    $tokenFile = Join-Path $lan.Folder 'token'
    Set-Content $tokenFile $token
    $hook.Commands.Clear()
    $parameters = @{ MapPath = $map; TokenPath = $tokenFile; Prefix = $prefix }
    $null = $hook.AddCommand((Join-Path $root 'examples/webhook.ps1')).AddParameters($parameters)
    $said = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $serving = $hook.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $said)

    function Invoke-Hook([string] $Path, $Body, [string] $Token = $token, [string] $Method = 'Post', [hashtable] $Headers) {
        if (-not $Headers) { $Headers = @{ Authorization = "Bearer $Token" } }
        $json = if ($Body -is [string]) { $Body } else { ConvertTo-Json $Body -Depth 8 }
        $call = @{ Uri = $prefix + $Path; Method = $Method; Headers = $Headers; SkipHttpErrorCheck = $true }
        if ($Method -eq 'Post') { $call += @{ Body = $json; ContentType = 'application/json' } }
        Invoke-WebRequest @call
    }
    function Receive-Text {
        Invoke-TestShell $suzukiShell { Receive-IpMsg -TimeoutSec 20 -Count 1 | ForEach-Object Text }
    }
    $alert = @{ status = 'firing'; labels = @{ alertname = 'DiskFull'; instance = 'db1' }; annotations = @{ summary = '5% free' } }
    Wait-Until { try { (Invoke-Hook 'x' '{}').StatusCode -eq 404 } catch { $serving.IsCompleted } }
}

AfterAll {
    $hook.Stop()
    Remove-TestLan $lan
}

Describe 'The webhook' {
    It 'sends an alert of Grafana' {
        $body = @{
            receiver = 'ipmsg'; status = 'firing'; commonLabels = @{ alertname = 'DiskFull'; team = 'db-osaka' }
            alerts = @(
                $alert
                @{
                    status = 'resolved'; labels = @{ alertname = 'DiskFull'; instance = 'db2' }
                    annotations = @{ description = "two`nlines" }
                }
            )
            externalURL = 'http://grafana.example.org/'
        }
        $answer = Invoke-Hook 'grafana' $body
        $answer.StatusCode | Should -Be 200
        ($answer.Content | ConvertFrom-Json).sent[0].status | Should -Be 'Confirmed'
        Receive-Text | Should -Be "[FIRING 1] DiskFull`ndb1: 5% free`ndb2: two lines (resolved)`nhttp://grafana.example.org/"
    }

    It 'sends an alert of Alertmanager that is over' {
        $over = @{
            status = 'resolved'; labels = @{ alertname = 'Load'; instance = 'web1' }
            annotations = @{ summary = '2026-11-28T10:00:00Z' }
        }
        $body = @{ version = '4'; status = 'resolved'; commonLabels = @{ alertname = 'Load'; team = 'db' }; alerts = @($over) }
        (Invoke-Hook 'alertmanager' $body).StatusCode | Should -Be 200
        Receive-Text | Should -Be "[RESOLVED] Load`nweb1: 2026-11-28T10:00:00Z"
    }

    It 'sends a pipeline of GitLab' {
        $body = @{
            object_kind = 'pipeline'
            object_attributes = @{ id = 31; ref = 'main'; status = 'failed'; url = 'http://gitlab.example.org/p/31' }
            user = @{ name = 'Tanaka 太郎' }
            project = @{ path_with_namespace = 'ops/deploy'; web_url = 'http://gitlab.example.org/ops/deploy' }
        }
        (Invoke-Hook 'gitlab' $body -Headers @{ 'X-Gitlab-Token' = $token }).StatusCode | Should -Be 200
        Receive-Text | Should -Be "[pipeline] ops/deploy failed`nmain (Tanaka 太郎)`nhttp://gitlab.example.org/p/31"
    }

    It 'says 200 for a contact that is away: the message is in the queue' {
        $answer = Invoke-Hook 'grafana' @{ status = 'firing'; commonLabels = @{ team = 'night' }; alerts = @($alert) }
        $answer.StatusCode | Should -Be 200
        ($answer.Content | ConvertFrom-Json).sent.status | Should -Be 'Queued'
    }

    It 'says 503 for a name that nobody has, so that the caller tries again' {
        $answer = Invoke-Hook 'grafana' @{ status = 'firing'; commonLabels = @{ team = 'gone' }; alerts = @($alert) }
        $answer.StatusCode | Should -Be 503
        $answer.Headers['Retry-After'] | Should -Be '30'
        ($answer.Content | ConvertFrom-Json).errors | Should -Match 'no such name'
    }

    It 'says <Status> to <What>' -ForEach @(
        @{ What = 'a wrong token'; Status = 401; Call = @{ Path = 'grafana'; Body = '{}'; Token = 'another-token-of-these' } }
        @{ What = 'no token'; Status = 401; Call = @{ Path = 'grafana'; Body = '{}'; Headers = @{ 'X-Other' = '1' } } }
        @{ What = 'another path'; Status = 404; Call = @{ Path = 'slack'; Body = '{}' } }
        @{ What = 'GET'; Status = 405; Call = @{ Path = 'grafana'; Method = 'Get' } }
        @{ What = 'what is no JSON'; Status = 400; Call = @{ Path = 'grafana'; Body = '{' } }
        @{ What = 'no alerts'; Status = 400; Call = @{ Path = 'alertmanager'; Body = '{}' } }
        @{ What = 'an empty list'; Status = 400; Call = @{ Path = 'grafana'; Body = '[]' } }
        @{ What = 'an event without a kind'; Status = 400; Call = @{ Path = 'gitlab'; Body = '{}' } }
        @{ What = 'what has no route'; Status = 422; Call = @{ Path = 'gitlab'; Body = '{"object_kind":"push"}' } }
        @{ What = 'more than a mebibyte'; Status = 413; Call = @{ Path = 'grafana'; Body = '"' + 'x' * 1MB + '"' } }
    ) {
        (Invoke-Hook @Call).StatusCode | Should -Be $Status
    }

    It 'sends nothing on its own lines that a caller has written' {
        $evil = @{ status = 'firing'; labels = @{ alertname = "A`n[FIRING 9] B" }; annotations = @{ summary = "a`r`nb$([char]27)[31m" } }
        $null = Invoke-Hook 'grafana' @{ status = 'firing'; commonLabels = @{ team = 'db' }; alerts = @($evil) }
        (Receive-Text) -split "`n" | Should -HaveCount 2
    }

    It 'goes on after all that' {
        $serving.IsCompleted | Should -BeFalse
        # Enumerators of these would wait for more.
        $hook.Streams.Error.Count | Should -Be 0
        $said[$said.Count - 1] | Should -Match '^/grafana: 200 suzuki Confirmed$'
    }
}

Describe 'The webhook without a token' {
    It 'does not start' {
        $result = Invoke-Pwsh "& '$root/examples/webhook.ps1' -MapPath '$root/examples/webhook.json'"
        $result.ExitCode | Should -Be 1
        $result.Output | Should -Match 'A token needs 16 characters'
    }
}
