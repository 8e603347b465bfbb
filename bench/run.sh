#!/usr/bin/env bash
# Times the release build beside its peers: run.sh [ROWS]. MAHI names the program, MAHI_TEST_PG a private cluster (tools/dev bench).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PGOPTIONS="-c client_min_messages=warning"
exec python3 bench/bench.py "$MAHI" "$MAHI_TEST_PG" "${1:-1000000}"
