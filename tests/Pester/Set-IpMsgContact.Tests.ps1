BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $own = Join-Path $lan.Folder 'contacts.json'
    $env:IPMSG_CONTACTS = $own
    function Get-Json($Path = $own) { Get-Content $Path -Raw -Encoding utf8 | ConvertFrom-Json }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Set-IpMsgContact' {
    BeforeEach {
        Remove-Item $own -ErrorAction Ignore
    }

    It 'writes a file that people can read, and starts no listener' {
        $contact = @{
            UserName = 'suzuki'; HostName = 'build07'; Address = '10.2.0.7', 'build07.example.org:2426'; Group = 'ops', 'sre'
            Encoding = 'shift_jis'; Encryption = 'Required'; Fingerprint = '5256214C8110453C'; Note = "desk 3,`nsecond floor"
        }
        Set-IpMsgContact Taro @contact
        (Get-Content $own -Raw -Encoding utf8) | Should -BeExactly (@(
                '{', '  "version": 1,', '  "contacts": [', '    {', '      "name": "Taro",', '      "userName": "suzuki",'
                '      "hostName": "build07",', '      "addresses": ["10.2.0.7", "build07.example.org:2426"],'
                '      "groups": ["ops", "sre"],', '      "encoding": "shift_jis",', '      "encryption": "Required",'
                '      "fingerprint": "5256214c8110453c",', '      "note": "desk 3,\nsecond floor"', '    }', '  ]', '}', '') -join "`n")
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'changes what is given and keeps the rest' {
        Set-IpMsgContact Taro -UserName suzuki -Group ops -Note old
        Set-IpMsgContact taro -HostName build07 -Note ''
        $contact = Get-IpMsgContact Taro
        $contact.Name, $contact.UserName, $contact.HostName, "$($contact.Groups)" | Should -Be 'Taro', 'suzuki', 'build07', 'ops'
        $contact.Note | Should -BeNullOrEmpty
        Set-IpMsgContact Taro -Group @() -Encryption Required
        (Get-Json).contacts[0].PSObject.Properties.Name | Should -Be 'name', 'userName', 'hostName', 'encryption'
        Set-IpMsgContact Taro -Encryption ''
        (Get-IpMsgContact Taro).Encryption | Should -BeNullOrEmpty
    }

    It 'leaves everything else in a file as it is: comments, order, what later versions write' {
        $file = Join-Path $lan.Folder 'team.json'
        $text = @(
            '{', '  // of the team', '  "version": 1, "color": "red",', '  "contacts": ['
            '    { "name": "Hana", "userName": "hana", "phone": { "ext": 12 } }, // on Mondays', '    /* the boss */'
            '    { "name": "Zen", "userName": "zen" }', '  ]', '}', '') -join "`n"
        [System.IO.File]::WriteAllText($file, $text)
        Set-IpMsgContact Hana -Group ops -ContactPath $file
        Set-IpMsgContact Mika -UserName mika -ContactPath $file
        Get-Content $file -Raw | Should -BeExactly (@(
                '{', '  // of the team', '  "version": 1, "color": "red",', '  "contacts": ['
                '    {', '      "name": "Hana",', '      "userName": "hana",', '      "groups": ["ops"],', '      "phone": { "ext": 12 }'
                '    }, // on Mondays', '    {', '      "name": "Mika",', '      "userName": "mika"', '    },', '    /* the boss */'
                '    { "name": "Zen", "userName": "zen" }', '  ]', '}', '') -join "`n")
        Remove-IpMsgContact Mika -ContactPath $file
        Set-IpMsgContact Hana -Group ops -ContactPath $file
        (Get-Content $file -Raw) | Should -Not -Match 'Mika'
        # Nothing has changed, so nothing is written.
        $before = (Get-Item $file).LastWriteTimeUtc
        Set-IpMsgContact Zen -UserName zen -ContactPath $file
        (Get-Item $file).LastWriteTimeUtc | Should -Be $before
    }

    It 'makes contacts of the rows of a table' {
        $csv = Join-Path $lan.Folder 'team.csv'
        Set-Content $csv 'Name,UserName,HostName,Address,Group,Encryption', 'Taro,suzuki,build07,,ops;sre,',
            'Hana,,,10.2.0.9:2426,ops,required'
        Import-Csv $csv | Set-IpMsgContact
        $taro, $hana = Get-IpMsgContact Taro, Hana | Sort-Object Name -Descending
        $taro.Groups | Should -Be 'ops', 'sre'
        $taro.Addresses | Should -BeNullOrEmpty
        "$($hana.Addresses)", "$($hana.Encryption)" | Should -Be '10.2.0.9:2426', 'Required'
    }

    It 'copies contacts from one file to another, also after Export-Clixml' {
        $team = Join-Path $lan.Folder 'other.json'
        Set-IpMsgContact Taro -UserName suzuki -Address 10.2.0.7 -Group ops -Encryption Required -Note n -ContactPath $team
        Get-IpMsgContact -ContactPath $team | Set-IpMsgContact
        (Get-Json).contacts | ConvertTo-Json | Should -Be ((Get-Json $team).contacts | ConvertTo-Json)
        $clixml = Join-Path $lan.Folder 'contacts.xml'
        Get-IpMsgContact | Export-Clixml $clixml
        Remove-Item $own
        Import-Clixml $clixml | Set-IpMsgContact
        (Get-Json).contacts | ConvertTo-Json | Should -Be ((Get-Json $team).contacts | ConvertTo-Json)
    }

    It 'copies the contact of a shared file into the own one before it changes it' {
        $team = Join-Path $lan.Folder 'shared.json'
        Set-IpMsgContact Taro -UserName suzuki -Group ops -ContactPath $team
        $before = Get-Content $team -Raw
        Set-IpMsgContact Taro -Note mine -ContactPath $own, $team
        Get-Content $team -Raw | Should -Be $before
        $taro = Get-IpMsgContact Taro -ContactPath $own, $team
        $taro.Note, $taro.UserName, "$($taro.Groups)", $taro.ContactPath | Should -Be 'mine', 'suzuki', 'ops', $own
    }

    It 'writes nothing with -WhatIf' {
        Set-IpMsgContact Taro -UserName suzuki -WhatIf
        $own | Should -Not -Exist
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'a name with a wildcard'; Arguments = @{ Name = 'T*'; UserName = 'x' } }
        @{ Why = 'a name that is an address'; Arguments = @{ Name = '10.2.0.7'; UserName = 'x' } }
        @{ Why = 'a name that could be user and host'; Arguments = @{ Name = 'a@b'; UserName = 'x' } }
        @{ Why = 'a contact that nobody could be'; Arguments = @{ Name = 'Taro'; Note = 'x' } }
        @{ Why = 'an address that is none'; Arguments = @{ Name = 'Taro'; Address = '10.2.0.700' } }
        @{ Why = 'an encoding that packets cannot have'; Arguments = @{ Name = 'Taro'; UserName = 'x'; Encoding = 'utf-16' } }
        @{ Why = 'a fingerprint of other length'; Arguments = @{ Name = 'Taro'; UserName = 'x'; Fingerprint = '1234' } }
        @{ Why = 'a fingerprint without encryption'
            Arguments = @{ Name = 'T'; UserName = 'x'; Fingerprint = '5256214c8110453c'; Encryption = 'Off' } }
        @{ Why = 'a group of its own name'; Arguments = @{ Name = 'Taro'; UserName = 'x'; Group = 'taro' } }
    ) {
        { Set-IpMsgContact @Arguments -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidContact,IpMsg.PowerShell.Commands.SetIpMsgContactCommand'
        $own | Should -Not -Exist
    }

    It 'refuses the name of a group as a contact, and that of a contact as a group' {
        Set-IpMsgContact Taro -UserName suzuki -Group ops
        { Set-IpMsgContact ops -UserName x -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidContact,*'
        { Set-IpMsgContact Hana -UserName x -Group Taro -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidContact,*'
    }

    It 'changes nothing in a damaged file, and says where it is damaged' {
        Set-Content $own '{', '  "version": 1,', '  "contacts": [ { "name": "Taro" "userName": "x" } ]', '}'
        $before = Get-Content $own -Raw
        $problem = { Set-IpMsgContact Taro -UserName suzuki -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidContactFile,*' -PassThru
        "$problem" | Should -BeLike "*'$own'*line 3, column 34: ',' is missing*"
        $problem.TargetObject | Should -Be $own
        Get-Content $own -Raw | Should -Be $before
    }

    It 'refuses a file of a later version' {
        Set-Content $own '{ "version": 2, "contacts": [] }'
        { Set-IpMsgContact Taro -UserName suzuki -ErrorAction Stop } | Should -Throw '*line 1, column 14: the version is 2*'
    }

    It 'loses no change when several processes write' {
        $shells = 1..4 | ForEach-Object {
            $shell = [powershell]::Create()
            $null = $shell.AddScript('param($m, $own, $n) Import-Module $m
                1..8 | % { Set-IpMsgContact "c$n-$_" -UserName x -ContactPath $own }')
            $null = $shell.AddArgument($manifest).AddArgument($own).AddArgument($_)
            @{ Shell = $shell; Running = $shell.BeginInvoke() }
        }
        foreach ($each in $shells) { $null = $each.Shell.EndInvoke($each.Running); $each.Shell.Dispose() }
        @(Get-IpMsgContact).Count | Should -Be 32
        $names = (Get-Json).contacts.name
        $names | Should -Be ($names | Sort-Object)
    }
}

Describe 'Set-IpMsgContact with members' {
    BeforeAll {
        $null = Add-TestMember $lan tanaka Ops -Here
        $null = Add-TestMember $lan suzuki Ops (Get-TestIdentity $lan ichiro)
        Wait-TestLan $lan
    }

    It 'takes from a member who it is, and neither address nor key' {
        $contact = Get-IpMsgMember suzuki | Set-IpMsgContact -Alias Taro -Group ops -PassThru
        $contact.IsPresent, $contact.NickName | Should -Be $true, 'suzuki'
        (Get-IpMsgContact Taro | Select-Object UserName, HostName, Addresses, Groups, Fingerprint | ConvertTo-Json -Compress) |
            Should -Be '{"UserName":"ichiro","HostName":"ichiro-pc","Addresses":[],"Groups":["ops"],"Fingerprint":null}'
    }

    It 'gives each member its nickname as a name' {
        Get-IpMsgMember | Set-IpMsgContact -Group all
        (Get-IpMsgContact suzuki).UserName | Should -Be 'ichiro'
        { Get-IpMsgMember suzuki, suzuki | Set-IpMsgContact; 'a', 'b' | Set-IpMsgContact both -ErrorAction Stop -UserName x } |
            Should -Throw -ErrorId 'AmbiguousInput,*'
    }

    It 'takes the sender of a message' {
        Send-IpMsg tanaka hello -Listener $lan.Listeners[1]
        Receive-IpMsg -TimeoutSec 20 -Count 1 | Set-IpMsgContact Writer
        (Get-IpMsgContact Writer).HostName | Should -Be 'ichiro-pc'
    }

    It 'refuses an object that says nothing about anybody' {
        { 1 | Set-IpMsgContact -ErrorAction Stop } | Should -Throw -ErrorId 'InputNotSupported,*'
    }
}
