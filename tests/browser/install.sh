#!/bin/sh
# A browser for the tests: Debian's Chromium, installed where that is allowed, named where it is not.
command -v chromium >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "The tests need the browser Chromium at /usr/bin/chromium; please install the package chromium." >&2
exit 1
