namespace IpMsg.Shell.CommandLine;

/// <summary>The text of -Help.</summary>
internal static class Usage
{
    public const string Text = """
        A small PowerShell host with the IpMsg module loaded.

        Usage: ipmsg [options] [[-File] <script.ps1> [arguments]]
               ipmsg [options] -Command <text>
               ipmsg [options] -                  (the script comes on standard input)

          -Command, -c <text>     Runs the text; what follows belongs to it. The exit code is that of its exit
                                  statement, otherwise 1 if it or its last statement failed, otherwise 0.
          -File, -f <path>        Runs a script. What follows goes to the script: -Name value, -Name:value,
                                  -Switch, positional values; after -- only positional values. The exit code is
                                  that of its exit statement, 1 if it threw an error, otherwise 0.
          -NoExit                 Goes on with a prompt afterwards.
          -NonInteractive         Questions to the user fail instead of waiting for an answer.
          -NoLogo                 Leaves the greeting out.
          -Version, -v            Shows the version.
          -Help, -h, -?           Shows this text.
          -NoProfile, -ExecutionPolicy <name>
                                  Accepted for the sake of command lines written for pwsh; they change nothing.

        Without a command or file the shell prompts, or runs the script on a redirected standard input.
        Ctrl+C stops what is running; a command or script then exits with 130.

        The engine comes without PowerShell's Utility and Management modules: Where-Object, ForEach-Object,
        Get-Command, Get-Help, Import-Module and the IpMsg cmdlets are here; Select-Object, Get-ChildItem,
        Format-Table and their kin are not.

        IPMSG_MODULE_PATH       Folder of the IpMsg module, if it is not beside the shell.
        NO_COLOR                If set, nothing is coloured.
        """;
}
