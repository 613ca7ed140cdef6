#!/bin/sh
# npm run demo | test | bench: brings the npm packages where they are missing or older than the lock file, then goes on
# in TypeScript with the Node.js that came with them.
set -eu
cd "$(dirname "$0")/.."
installed=node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ package-lock.json -nt "$installed" ]; then
  echo "Sekisho: installing npm packages (npm ci) …" >&2
  npm ci >&2
  touch "$installed"
fi
exec node_modules/.bin/node scripts/run.ts "$@"
