#!/bin/sh
# Runs a scheduled task of a simulated server: run-task.sh start|supervise|exec BASE PROGRAM [ARGUMENT...]
# BASE.work is the working directory, BASE.log takes the output, BASE.pid the process ("pid start"), BASE.exit the exit
# code. "start" goes on in a session of its own and returns at once, "supervise" waits for the end, "exec" becomes the program.
mode=$1
base=$2
case $mode in
  start)
    shift
    if [ -x /usr/bin/setsid ]; then
      /usr/bin/setsid /bin/sh "$0" supervise "$@" </dev/null >/dev/null 2>&1 &
    else
      set -m
      /bin/sh "$0" supervise "$@" </dev/null >/dev/null 2>&1 &
    fi
    ;;
  supervise)
    shift
    cd "$base.work" || exit 125
    /bin/sh "$0" exec "$@" </dev/null >"$base.log" 2>&1
    code=$?
    echo "$code" >"$base.exit.new" && /bin/mv "$base.exit.new" "$base.exit"
    exit "$code"
    ;;
  exec)
    shift 2
    # The number of a process is used again; together with its start (field 22) it is not.
    mark=$(
      if [ -r "/proc/$$/stat" ]; then
        read -r line <"/proc/$$/stat"
        # The fields are words without wildcards.
        set -- ${line##*) }
        shift 19
        echo "$1"
      fi
    )
    echo "$$ $mark" >"$base.pid.new" && /bin/mv "$base.pid.new" "$base.pid"
    # A task has no variables. A test can give it one ("NAME=value") that leads to an engine that is there already; then the process
    # is not that of the task, and is told which one it is.
    exec /usr/bin/env -i ${PHS_TOOL_TEST_TASK_VARIABLE:+"PHS_SIMULATED_TASK=$base" "$PHS_TOOL_TEST_TASK_VARIABLE"} "$@"
    ;;
esac
