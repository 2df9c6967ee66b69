#!/bin/sh
# The browser journeys drive the system's Chromium. Install it where that is possible, say so loudly where it is not.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root="sudo -n"; }
  if [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; then
    echo "Installing chromium for the browser journeys …"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq </dev/null && $as_root apt-get install -y -qq --no-install-recommends chromium </dev/null >/dev/null && exit 0
  fi
fi
cat >&2 <<'TEXT'
**********************************************************************************
  No Chromium here and no way to install it: THE BROWSER JOURNEYS ARE LEFT OUT.
  Install the package `chromium` (or Google Chrome) and run `make test` again.
**********************************************************************************
TEXT
exit 0
