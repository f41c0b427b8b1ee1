#!/bin/sh
# Sprint 3.3, parallel spawning: measures it and judges its criteria. Works from any directory; flags
# are passed on, for example: parallel-spawn-prototype.sh --profile quick
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd -- "$root"
exec npx -y pnpm@12.21.0 validate 3.3 "$@"
