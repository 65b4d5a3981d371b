BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $page = Get-Content -Raw (Join-Path $root 'docs/ci.md')
    $scripts = @(
        [regex]::Matches($page, '(?ms)^```powershell\n(.*?)^```').ForEach{ $_.Groups[1].Value }
        [regex]::Matches($page, "-Command '([^']+)'").ForEach{ $_.Groups[1].Value }
        [regex]::Matches($page, '(?m)^  - pwsh: \|\n((?:      .*\n)+)').ForEach{ $_.Groups[1].Value }
    ) | ForEach-Object { @{ Text = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
}

Describe 'docs/ci.md' {
    It 'has a script for each way' -TestCases @{ Count = $scripts.Count } {
        $Count | Should -Be 6
    }

    It 'says what works: <Text>' -TestCases $scripts {
        $mistakes = $null
        $parsed = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $mistakes)
        $mistakes | Should -BeNullOrEmpty
        foreach ($call in $parsed.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command $call.GetCommandName() -ErrorAction Stop
            foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
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
        function Send-Result { & $pwsh -NoProfile -NonInteractive -File (Join-Path $root 'examples/build-result.ps1') @args 2>&1 | Out-String }
    }

    AfterAll {
        Remove-TestLan $lan
    }

    It 'ends with 0 when one of two has confirmed, and says who has not' {
        $said = Send-Result -To "$($bob.EndPoint.Address), $nobody" -Message 'Build 42 failed'
        $LASTEXITCODE | Should -Be 0
        $said | Should -Match 'Confirmed by 1 of 2\.'
        $said | Should -Match "$nobody.*did not confirm"
    }

    It 'ends with 1 when nobody has confirmed' {
        $said = Send-Result -To $nobody -Message 'Build 42 failed' -Attachment $log
        $LASTEXITCODE | Should -Be 1
        $said | Should -Match 'Confirmed by 0 of 1\.'
    }

    It 'warns and goes on when <Case>' -TestCases @(
        @{ Case = 'there is no log'; File = 'missing.log'; Warning = 'no .*missing\.log' }
        @{ Case = 'nobody fetches the log'; File = 'build.log'; Warning = 'did not take .build\.log' }
    ) {
        $said = Send-Result -To $bob.EndPoint.Address -Message 'Build 42 failed' -Attachment (Join-Path $lan.Folder $File) -TimeoutSec 1
        $LASTEXITCODE | Should -Be 0
        $said -replace '\s+', ' ' | Should -Match $Warning
        $said | Should -Match 'Confirmed by 1 of 1\.'
    }
}
