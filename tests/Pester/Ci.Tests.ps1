BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $page = Get-Content -Raw (Join-Path $root 'docs/ci.md')
    $scripts = @(
        [regex]::Matches($page, '(?ms)^```powershell\n(.*?)^```').ForEach{ $_.Groups[1].Value }
        [regex]::Matches($page, "-Command '([^']+)'").ForEach{ $_.Groups[1].Value }
        # Those that a service gives to pwsh itself.
        [regex]::Matches($page, '(?m)^ +(Send-IpMsg .*)$').ForEach{ $_.Groups[1].Value }
    ) | Sort-Object -Unique | ForEach-Object { @{ Text = $_ } }
    $services = [regex]::Matches($page, '(?ms)^## (?<name>GitHub Actions|GitLab|Azure Pipelines|Jenkins)\n(?<text>.*?)(?=^## |\z)').ForEach{
        @{ Service = $_.Groups['name'].Value; Text = $_.Groups['text'].Value }
    }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
}

Describe 'docs/ci.md' {
    It 'has steps for the four services' -TestCases @{ Count = $services.Count } {
        $Count | Should -Be 4
    }

    It 'sends in the same words everywhere' -TestCases @{ Texts = $scripts.Text } {
        # The example, the step, and how to make the keys.
        $Texts -match 'Send-IpMsg' | Should -HaveCount 2
    }

    It 'says for <Service> how to send with pwsh and with the .NET tool' -TestCases $services {
        $Text | Should -Match '(?m)^ *(pwsh -NoProfile|- pwsh:|shell: pwsh|pwsh \x27\x27\x27)'
        $Text | Should -Match '(?m)^ *dotnet tool update IpMsg\.Shell|^ *- dotnet tool update IpMsg\.Shell'
        $Text | Should -Match "\.tools/ipmsg -NoProfile -NonInteractive -Command 'Send-IpMsg"
    }

    It 'says what works: <Text>' -TestCases $scripts {
        $mistakes = $null
        $parsed = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $mistakes)
        $mistakes | Should -BeNullOrEmpty
        foreach ($call in $parsed.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command $call.GetCommandName() -ErrorAction Stop
            $used = $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }
            foreach ($parameter in $used) {
                $command.Parameters.Keys | Should -Contain $parameter.ParameterName
            }
        }
    }
}

Describe 'examples/build-result.ps1' {
    BeforeAll {
        $lan = New-TestLan
        $bob = Add-TestMember $lan bob
        $log = Join-Path $lan.Folder 'build.log'
        Set-Content $log 'error 42'
        $pwsh = (Get-Process -Id $PID).Path
        $nobody = '127.0.0.7'
        $script = Join-Path $root 'examples/build-result.ps1'
        function Send-Result { & $pwsh -NoProfile -NonInteractive -File $script @args 2>&1 | Out-String }
    }

    AfterAll {
        Remove-TestLan $lan
    }

    It 'ends with 0 when one of two has confirmed, and says who has not' {
        $said = Send-Result -To "$($bob.Address), $nobody" -Message 'Build 42 failed'
        $LASTEXITCODE | Should -Be 0
        $said | Should -Match 'Confirmed by 1 of 2\.'
        $said | Should -Match "$nobody.*did not confirm"
    }

    It 'ends with 1 when nobody has confirmed' {
        $said = Send-Result -To $nobody -Message 'Build 42 failed' -Attachment $log
        $LASTEXITCODE | Should -Be 1
        $said | Should -Match 'Confirmed by 0 of 1\.'
    }

    It 'ends with 1 for one of two with -RequireAll, and with 0 for all' {
        $said = Send-Result -To "$($bob.Address), $nobody" -Message 'Build 42 failed' -RequireAll
        $LASTEXITCODE | Should -Be 1
        $said | Should -Match 'Confirmed by 1 of 2\.'
        $null = Send-Result -To "$($bob.Address)" -Message 'Build 42 failed' -RequireAll
        $LASTEXITCODE | Should -Be 0
    }

    It 'sets the outputs of a step of GitHub Actions' {
        $env:GITHUB_OUTPUT = Join-Path $lan.Folder 'outputs'
        try { $null = Send-Result -To "$($bob.Address), $nobody, who-is-this" -Message 'Build 42 failed' }
        finally { Remove-Item Env:GITHUB_OUTPUT }
        Get-Content (Join-Path $lan.Folder 'outputs') |
            Should -Be "confirmed=127.0.0.2:$($lan.Port)", "unconfirmed=${nobody}:$($lan.Port), who-is-this"
    }

    It 'warns and goes on when <Case>' -TestCases @(
        @{ Case = 'there is no log'; File = 'missing.log'; Warning = 'no .*missing\.log' }
        @{ Case = 'nobody fetches the log'; File = 'build.log'; Warning = 'did not take .build\.log' }
    ) {
        $said = Send-Result -To $bob.Address -Message 'Build 42 failed' -Attachment (Join-Path $lan.Folder $File) -TimeoutSec 1
        $LASTEXITCODE | Should -Be 0
        $said -replace '\s+', ' ' | Should -Match $Warning
        $said | Should -Match 'Confirmed by 1 of 1\.'
    }
}
