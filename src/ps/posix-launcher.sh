#!/bin/sh
# Starts the PowerShell host named by PHS_TOOL_HOST as the leader of a process group of its own: Ctrl+C in a terminal
# goes to the foreground group, and would otherwise end the host in the middle of an operation.
host=$PHS_TOOL_HOST
unset PHS_TOOL_HOST
if command -v setsid >/dev/null 2>&1; then
  exec setsid "$host" "$@"
fi
exec perl -e 'setpgrp(0, 0); exec { $ARGV[0] } @ARGV or exit 127' "$host" "$@"
