#!/bin/sh
# One-time codes and limits are tested on PostgreSQL and on a real Redis. Install it where that is possible, say so loudly
# where it is not.
command -v redis-server >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root="sudo -n"; }
  if [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; then
    echo "Installing redis-server for the tests …"
    export DEBIAN_FRONTEND=noninteractive
    # The package starts a service of its own; the tests start theirs on another port.
    $as_root apt-get update -qq </dev/null && $as_root env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends redis-server </dev/null >/dev/null && exit 0
  fi
fi
cat >&2 <<'TEXT'
**********************************************************************************
  No redis-server here and no way to install it: WHAT NEEDS REDIS IS LEFT OUT.
  Install the package `redis-server` and run `make test` again.
**********************************************************************************
TEXT
exit 0
