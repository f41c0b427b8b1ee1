#!/bin/sh
# Makes an agent of any filter: the payload of a task, one line of JSON, is what the program named by
# the arguments reads; what it prints, JSON too, is the result. Its exit status says whether it failed.
set -fu
# Unquoted texts are split at newlines only: a result of many lines becomes one.
IFS='
'
say() { printf '%s\n' "$1"; }
bytes() { LC_ALL=C; echo ${#1}; }

say '{"type":"hello","protocol":1,"agent":"'$MUSTER_AGENT'","incarnation":'$MUSTER_INCARNATION',"token":"'$MUSTER_TOKEN'"}'
unset MUSTER_TOKEN
say '{"type":"ready"}'

while read -r frame; do
  # Frames come without spaces, their type first, then their number, then the payload.
  number=${frame#*,*:} number=${number%%[!0-9]*}
  case $frame in
    '{"type":"task",'*)
      case $frame in
        *,\"payload\":*) payload=${frame#*,\"payload\":} payload=${payload%\}} ;;
        *) payload=null ;;
      esac
      if value=$(say "$payload" | "$@"); then
        line='{"type":"result","id":'$number',"value":'$(printf '%s ' ${value:-null})'}'
        if [ "$(bytes "$line")" -le "$MUSTER_MAX_FRAME_BYTES" ]; then
          say "$line"
        else
          say '{"type":"error","id":'$number',"name":"TooLong","message":"the result exceeds a frame"}'
        fi
      else
        say '{"type":"error","id":'$number',"name":"ExitStatus","message":"exit status '$?'"}'
      fi
      ;;
    '{"type":"reset",'*) say '{"type":"result","id":'$number'}' ;;
    '{"type":"ping",'*) say '{"type":"pong","id":'$number'}' ;;
    '{"type":"message",'*) say '{"type":"ack","seq":'$number'}' ;;
    '{"type":"stop"'*) exit ;;
  esac
done
