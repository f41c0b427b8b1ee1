#!/bin/sh
# Sprint 3.1, agent pooling: measures it and judges its criteria. Works from any directory; flags are
# passed on, for example: agent-pool-prototype.sh --profile quick
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd -- "$root"
exec npx -y pnpm@12.21.0 validate 3.1 "$@"
