#!/bin/sh
# Starts the PowerShell host named by PHS_TOOL_HOST as the leader of its own process group: Ctrl+C in a terminal goes to the
# foreground group, and would otherwise end the host in the middle of an operation. Nothing is looked for in PATH. Where there
# is neither setsid (Linux) nor perl (macOS), the host stays in the group of phs-tool; src/ps/process-group.ts says so.
host=$PHS_TOOL_HOST
unset PHS_TOOL_HOST
for setsid in /usr/bin/setsid /bin/setsid; do
  if [ -x "$setsid" ]; then exec "$setsid" "$host" "$@"; fi
done
if [ -x /usr/bin/perl ]; then
  exec /usr/bin/perl -e 'setpgrp(0, 0); exec { $ARGV[0] } @ARGV or exit 127' "$host" "$@"
fi
exec "$host" "$@"
