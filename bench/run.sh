#!/usr/bin/env bash
# Times the release build beside its peers: run.sh [PART] [ROWS]; no PART: all of them, a file each. MAHI names the program, MAHI_TEST_PG
# a private cluster (tools/dev bench).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PGOPTIONS="-c client_min_messages=warning"

bench_clients() {
    python3 bench/bench.py "$MAHI" "$MAHI_TEST_PG" "$1"
}

bench_stats() {
    python3 bench/stats.py "$(dirname "$MAHI")/bench/bench_stats" "$1"
}

bench_questions() {
    npm ci --prefix bench/feel --no-audit --no-fund --silent
    python3 bench/questions.py "$MAHI" "$MAHI_TEST_PG" "$1"
}

bench_casework() {
    python3 bench/casework.py "$MAHI" "$1"
}

case ${1:-} in
clients | stats | questions | casework) "bench_$1" "${2:-1000000}" ;;
'' | [0-9]*)
    bench_clients "${1:-1000000}"
    bench_stats "${1:-1000000}"
    bench_questions "${1:-1000000}"
    bench_casework "${1:-1000000}"
    ;;
*)
    echo "run.sh [clients|stats|questions|casework] [ROWS]" >&2
    exit 2
    ;;
esac
