BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $commands = (Import-PowerShellDataFile $manifest).CmdletsToExport | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $module = Get-Module IpMsg
    $data = Import-PowerShellDataFile $manifest
}

Describe 'The manifest' {
    It 'is valid' {
        $tested = Test-ModuleManifest $manifest -ErrorAction Stop -WarningVariable warnings
        $tested.Name | Should -Be 'IpMsg'
        $warnings | Should -BeNullOrEmpty
    }

    It 'has the version of the libraries' {
        $library = [System.Reflection.AssemblyName]::GetAssemblyName((Join-Path $module.ModuleBase 'IpMsg.PowerShell.dll'))
        $library.Version.ToString(3) | Should -Be $data.ModuleVersion
    }

    It 'exports the cmdlets of the library, and nothing else' {
        $inLibrary = (Get-Command -Module IpMsg.PowerShell, IpMsg -CommandType Cmdlet).Name | Sort-Object -Unique
        $data.CmdletsToExport | Sort-Object | Should -Be $inLibrary
        $module.ExportedFunctions.Count, $module.ExportedAliases.Count, $module.ExportedVariables.Count | Should -Be 0, 0, 0
    }

    It 'says what the gallery wants to know' {
        $data.Author, $data.Description, $data.GUID | Should -Not -Contain $null
        $data.PrivateData.PSData.Tags | Should -Contain 'IPMsg'
        $data.PrivateData.PSData.Tags | Where-Object { $_ -match '\s' } | Should -BeNullOrEmpty
        $data.PrivateData.PSData.LicenseUri | Should -Match '^https://'
        $data.PrivateData.PSData.ReleaseNotes | Should -Match "^$([regex]::Escape($data.ModuleVersion)): "
    }

    It 'has the version of the newest release in the change log, or of the next one' {
        $text = Get-Content (Join-Path $root 'CHANGELOG.md') -Raw -Encoding utf8
        $sections = [regex]::Matches($text, '(?ms)^## \[(?<name>[^\]]+)\](?<date> - \d{4}-\d\d-\d\d)?$(?<body>.*?)(?=^## |\z)')
        $sections.Count | Should -Be ([regex]::Matches($text, '(?m)^## ').Count)
        $sections[0].Groups['name'].Value | Should -Be 'Unreleased'
        $releases = @($sections | Select-Object -Skip 1)
        foreach ($release in $releases) { $release.Groups['date'].Success | Should -BeTrue -Because $release.Groups['name'].Value }
        $newest = $releases | Select-Object -First 1
        if ($newest -and $newest.Groups['name'].Value -eq $data.ModuleVersion) { $newest.Groups['body'].Value | Should -Match '(?m)^- ' }
        else {
            # The packages of a version that has no section yet have the notes of [Unreleased].
            $sections[0].Groups['body'].Value | Should -Match '(?m)^- '
            if ($newest) { [version]$data.ModuleVersion | Should -BeGreaterThan ([version]$newest.Groups['name'].Value) }
        }
    }

    It 'is for Windows PowerShell 5.1 on .NET Framework 4.7.2, and for PowerShell' {
        $data.PowerShellVersion, $data.DotNetFrameworkVersion | Should -Be '5.1', '4.7.2'
        $data.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
    }

    It 'names files that are there, and licences lie beside them' {
        $files = @($data.RootModule) + $data.FormatsToProcess + $data.TypesToProcess
        foreach ($file in $files + 'LICENSE' + 'THIRD-PARTY-NOTICES.md' + 'CHANGELOG.md') {
            Join-Path $module.ModuleBase $file | Should -Exist
        }
    }
}

Describe '<Name>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $Name -Module IpMsg
    }

    It 'has an approved verb and our noun' {
        (Get-Verb $command.Verb) | Should -Not -BeNullOrEmpty
        $command.Noun | Should -BeLike 'IpMsg*'
    }

    It 'says what comes out, unless nothing does' {
        $silent = 'Clear-IpMsgHistory', 'Remove-IpMsg', 'Remove-IpMsgContact', 'Remove-IpMsgKey', 'Remove-IpMsgOffer',
            'Remove-IpMsgQueue', 'Stop-IpMsgListener'
        if ($Name -in $silent) { $command.OutputType | Should -BeNullOrEmpty }
        else { $command.OutputType | Should -Not -BeNullOrEmpty }
    }

    It 'has -WhatIf exactly when it does something to others' {
        $command.Parameters.ContainsKey('WhatIf') | Should -Be ($command.Verb -notin 'Enter', 'Get', 'Receive', 'Test')
    }
}

Describe 'Importing the module' {
    It 'opens no socket and starts no listener' {
        $result = Invoke-Pwsh '[int](Get-IpMsgListener).Count; (Get-Process -Id $PID).Modules | Out-Null'
        $result.Output | Should -Be '0'
    }

    It 'loads the library behind Blowfish when an old client is met, and not before' {
        # By what the libraries offer, for no member here is that old.
        $result = Invoke-Pwsh @'
$key = [IpMsg.Protocol.Encryption.PrivateKey]::Generate(1024).Public
$null = [IpMsg.Protocol.Encryption.KeyVerificationCode]::Of($key)
function Test-Loaded {
    [bool]([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'BouncyCastle.Cryptography' })
}
Test-Loaded
$found = [object[]]([IpMsg.Protocol.Encryption.Capabilities] 0x20002, $null)
$null = [IpMsg.Protocol.Encryption.CipherSuite].GetMethod('TryRead').Invoke($null, $found)
$suite = $found[1]
$envelope = [IpMsg.Protocol.Encryption.EnvelopeEncryptor]::Encrypt([byte[]](72, 0), 1700000010, $suite, $key, [byte[]]::new(16), $null)
$envelope.Suite.Cipher
Test-Loaded
'@
        $result.Output -split '\r?\n' | Should -Be 'False', 'Blowfish128', 'True'
    }
}
