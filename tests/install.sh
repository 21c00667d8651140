#!/bin/sh
# What the tests need from the system: Debian’s Chromium, Java for the HTML checker, PostgreSQL 15, Redis, nginx, poppler and qpdf to read PDFs. Installed
# where that is allowed, named where it is not. Further packages, each of a command of its name, are given as arguments: `tests/install.sh wrk`.
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
{ command -v nginx || ls /usr/sbin/nginx; } >/dev/null 2>&1 || missing="$missing nginx-light"
command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v qpdf >/dev/null 2>&1 || missing="$missing qpdf"
for one in "$@"; do command -v "$one" >/dev/null 2>&1 || missing="$missing $one"; done
# The same browser without windows draws pages in two thirds of the time; the tests do without it where it cannot be had.
shell=""
command -v chromium-headless-shell >/dev/null 2>&1 || shell="chromium-headless-shell"
may_install() { command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; }
if [ -n "$shell" ] && may_install; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $shell; } >/dev/null 2>&1 || true
fi
[ -z "$missing" ] && exit 0
if may_install; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "This needs what these Debian packages hold; please install them:$missing." >&2
exit 1
