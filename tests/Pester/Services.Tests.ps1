# A process like that of a service or a scheduled task: no console, no profile, and an account without a name.

BeforeDiscovery {
    $account = 54321
    . $PSScriptRoot/Support.ps1
    # The account must be able to read the module. Checked out in somebody's home folder, it cannot.
    $isPossible = $IsLinux -and [Environment]::UserName -eq 'root' -and (Get-Command setpriv -ErrorAction Ignore)
    if ($isPossible) {
        setpriv --reuid=$account --regid=$account --clear-groups test -r $manifest -a -x (Get-Process -Id $PID).Path
        $isPossible = $LASTEXITCODE -eq 0
    }
}

Describe 'Without a profile and a console' -Skip:(-not $isPossible) {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $account = 54321
        $lan = New-TestLan
        $here = Add-TestMember $lan tanaka -Here
        $folder = (New-Item (Join-Path $lan.Folder 'service') -ItemType Directory).FullName
        chmod 755 $lan.Folder
        chown $account $folder
        # Runs a script without HOME, a terminal and the current user's environment, and returns what it wrote to the file $result.
        function Invoke-Service([string] $Script, [hashtable] $Environment = @{}) {
            $result = Join-Path $folder ([guid]::NewGuid().ToString('n'))
            $file = Join-Path $lan.Folder 'service.ps1'
            Set-Content $file "`$ErrorActionPreference = 'Stop'; `$result = '$result'; Import-Module '$manifest'; $Script"
            $variables = @{ PATH = $env:PATH; DOTNET_ROOT = $env:DOTNET_ROOT; TMPDIR = $folder } + $Environment
            $set = $variables.GetEnumerator() | Where-Object Value | ForEach-Object { "$($_.Key)=$($_.Value)" }
            $pwsh = (Get-Process -Id $PID).Path
            $null = $null | & setsid env -i -C / @set setpriv --reuid=$account --regid=$account --clear-groups `
                $pwsh -NoProfile -NonInteractive -File $file 2>&1
            Get-Content $result | ConvertFrom-Json
        }
        $sending = @"
Start-IpMsgListener -Address 127.0.0.6 -Port $($lan.Port) -BroadcastAddress 127.0.0.2 -WarningVariable warnings
`$sent = Send-IpMsg 127.0.0.2 'from a service'
@{ Status = "`$(`$sent.Status)"; IsEncrypted = `$sent.IsEncrypted; Warnings = @(`$warnings | ForEach-Object Message)
   User = (Get-IpMsgListener).UserName; StorePath = (Get-IpMsgListener).StorePath } | ConvertTo-Json | Set-Content `$result
"@
    }

    AfterAll {
        Remove-TestLan $lan
    }

    It 'a listener works with what the process has, and warns of what it will lose' {
        $report = Invoke-Service $sending
        $report.Status | Should -Be 'Confirmed'
        $report.User | Should -BeLike 'user*'
        $report.StorePath | Should -BeNullOrEmpty
        $report.Warnings.Count | Should -Be 2
        $report.Warnings[0] | Should -Match 'IPMSG_DATAPATH'
        $report.Warnings[1] | Should -Match 'IPMSG_KEYPATH'
        Get-ChildItem $folder -Recurse -Filter '*.pem' | Should -BeNullOrEmpty
    }

    It 'two variables are enough to keep everything' {
        $report = Invoke-Service $sending @{
            IPMSG_KEYPATH  = Join-Path $folder 'keys'
            IPMSG_DATAPATH = Join-Path $folder 'data'
        }
        $report.Status | Should -Be 'Confirmed'
        $report.Warnings | Should -BeNullOrEmpty
        $report.StorePath | Should -BeLike "$folder/data/*"
        Get-ChildItem (Join-Path $folder 'keys') -Filter '*.pem' | Should -Not -BeNullOrEmpty
    }
}
