# A multiplexer as a pair of eyes and hands, for the checks that source it.
export LANG=C.UTF-8
mux() { tmux -L fqcheck -f /dev/null "$@"; }
screen() { mux capture-pane -p -t "$1"; }

until_true() { # what, command
  local tries=0
  until "${@:2}" >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ]; then
      echo "never: $1" >&2
      return 1
    fi
    sleep 0.1
  done
}

shows() { # text, session
  screen "$2" 2>/dev/null | grep -qF -- "$1"
}

until_shown() { # text, screen, session
  until_true "$1" shows "$1" "$3" && return
  screen "$3" >&2
  exit 1
}

# One key or text at a time: what arrives in one piece with an Enter inside is a paste, by design.
press() { # session, keys
  local session=$1 key
  for key in "${@:2}"; do
    mux send-keys -t "$session" "$key"
    sleep 0.15
  done
}
