#!/bin/sh
# Hands one hook event of an agent to AMC; called with `relay` it also waits for AMC's answer. Protocol: README.md.
#
# Whatever happens it exits 0 and prints nothing but an answer it was given. POSIX sh only (dash, bash, busybox), and
# no fork without need: the agent waits for this at every event.

# Variables that say where the agent runs.
amc_known='TMUX TMUX_PANE ZELLIJ ZELLIJ_SESSION_NAME ZELLIJ_PANE_ID ZELLIJ_SOCKET_DIR
  CLAUDE_PID CLAUDE_CODE_SESSION_ID CLAUDE_PROJECT_DIR CLAUDE_CONFIG_DIR AMC_SPAWN_ID AMC_AGENT'

# One process in so many looks whether the spool is full, and how many KiB are full.
amc_looks=64
amc_spool_limit=262144

# AMC has so long to take a relay up, in seconds.
amc_patience=2

amc_main() {
  part= fifo= watchdog=
  trap amc_leave EXIT
  trap 'exit 0' HUP INT TERM PIPE
  command exec 2>/dev/null
  command exec 3>&1 >/dev/null
  umask 077
  # The usual programs first: what a user calls `cat` may be anything.
  PATH=/usr/bin:/bin:$PATH

  amc_find_spool && amc_claim_name || { amc_drain; exit; }
  case $1 in
    relay) amc_open_relay ;;
  esac
  amc_write_event || { amc_drain; exit; }
  [ -z "$fifo" ] || amc_wait_for_answer
}

# The data folder is baked in at installation, because the agent's environment may differ from AMC's.
amc_find_spool() {
  IFS= read -r data <"${0%/*}/data-dir" || data=${XDG_DATA_HOME:-${HOME:-}/.local/share}/amc
  spool=$data/spool
  [ -d "$spool" ] && [ ! -e "$spool/.full" ] && amc_has_room
}

# AMC may be away for weeks, and must not fill the disk meanwhile. It removes `.full` itself.
amc_has_room() {
  [ $(($$ % amc_looks)) -eq 0 ] || return 0
  set -- $(command du -sk "$spool") 0
  [ "$1" -le "$amc_spool_limit" ] && return
  { :; } >"$spool/.full"
  return 1
}

# A name that no event, no relay and no unfinished event has: pids come again while events still lie here, and
# containers that share the folder have equal pids. The empty `.part` file, made by nobody else (set -C), holds it.
amc_claim_name() {
  set -C
  n=-1
  while n=$((n + 1)); do
    name=$$.$n
    [ ! -e "$spool/$name.event" ] && [ ! -e "$data/relay/$name" ] || continue
    # Not `if ! {…}`: bash does not negate a redirection that failed.
    { :; } >"$spool/.$name.part" || {
      [ -e "$spool/.$name.part" ] || return 1
      continue
    }
    part=$spool/.$name.part
    [ -e "$spool/$name.event" ] || return 0
    command rm -f "$part"
    part=
  done
}

# The FIFO is there before the event is, and older than the event's last byte.
amc_open_relay() {
  IFS= read -r pid <"$data/relay/server.pid" || return
  case $pid in
    '' | 0* | *[!0-9]*) return ;;
  esac
  kill -0 "$pid" && command mkfifo "$data/relay/$name" && fifo=$data/relay/$name
}

amc_write_event() {
  set --
  for key in $amc_known; do
    eval "[ -z \"\${$key+set}\" ] || set -- \"\$@\" \"$key=\$$key\""
  done
  [ -z "$fifo" ] || set -- "$@" "AMC_RELAY=$name"
  { printf '%s\0' amc1 "$@" '' && command cat; } >>"$part" && command mv -f "$part" "$spool/$name.event" && part=
}

# An agent that cannot write its event to the end tells its user of a failed hook.
amc_drain() {
  command cat >/dev/null
}

# AMC holds the other end open as long as it may answer: whatever ends AMC ends the wait.
amc_wait_for_answer() {
  amc_give_up_later &
  watchdog=$!
  {
    IFS= read -r word && [ "$word" = wait ] || exit
    amc_stop_watchdog
    IFS= read -r word && [ "$word" = answer ] || exit
    command cat "$fifo.answer" >&3
  } <"$fifo"
}

# Opening a FIFO waits for its other side, which never comes when server.pid names somebody else's process.
amc_give_up_later() {
  # By exec: what is redirected for a function only, the shell keeps open aside. The agent waits for its end of fd 3.
  exec </dev/null 3>&-
  trap 'kill $!; wait $!; exit' TERM
  command sleep "$amc_patience" &
  wait $!
  [ -p "$fifo" ] && echo leave 1<>"$fifo"
}

amc_stop_watchdog() {
  kill "$watchdog"
  wait "$watchdog"
  watchdog=
}

amc_leave() {
  trap '' HUP INT TERM PIPE
  [ -z "$watchdog" ] || amc_stop_watchdog
  set -- ${part:+"$part"} ${fifo:+"$fifo" "$fifo.answer"}
  [ $# -eq 0 ] || command rm -f "$@"
  exit 0
}

amc_main "$@"
exit
