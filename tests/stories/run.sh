#!/usr/bin/env bash
# Runs stories against the real program and prints TAP.
# Usage: run.sh PROGRAM [ENGINE [STORY.story.sh]...]   ENGINE is sqlite, postgres or both (as when nothing is said)
# PostgreSQL is the cluster at MAHI_TEST_PG; without one its half fails, it is never passed over.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "$1")
engines=${2:-both}
if [[ $engines == both ]]; then engines="sqlite postgres"; fi
shift $(($# < 2 ? $# : 2))
stories=("$@")
((${#stories[@]} > 0)) || stories=("$here"/*.story.sh)

export LC_ALL=C.UTF-8 TZ=UTC TERM=xterm MAHI_TODAY=2026-07-01
# The python itself stands first: where python3 is a script that looks for one, it would look anew for each of a thousand exports.
PATH="$(dirname "$program"):$(python3 -c 'import os, sys; print(os.path.dirname(sys.executable))'):$PATH"
export PATH STORY="$here/story.sh" SHARE="$here/../../share"
unset COLUMNS LINES MAHI_DB PGHOST PGUSER PGDATABASE PGPORT
count=0 failed=0

# Numbers the cases that a story prints; everything else passes as it is.
number() {
    local line
    while IFS= read -r line; do
        case $line in
        "ok - "*) echo "ok $((++count)) ${line#ok }" ;;
        "not ok - "*) echo "not ok $((++count)) ${line#not ok }" && failed=1 ;;
        *) echo "$line" ;;
        esac
    done
}

# One story on one engine, in a folder and a process of its own, on a fresh database.
tell() {
    local story=$1 engine=$2 name folder
    name=$(basename "$story" .story.sh)
    if [[ $engine == postgres && -z ${MAHI_TEST_PG:-} ]]; then
        echo "not ok - house: the story $name runs on PostgreSQL; tools/dev check starts one and says where in MAHI_TEST_PG"
        return
    fi
    folder=$(mktemp -d -t mahi-story.XXXXXX)
    (
        cd "$folder" || exit 1
        export ENGINE=$engine STORY_NAME=$name
        # shellcheck disable=SC2016  # the inner shell expands it
        bash -c 'set -uo pipefail
            . "$STORY"
            trap drop_databases EXIT
            fresh_database
            . "$0"
            exit "$STORY_FAILED"' "$story" 3>&1 >"$folder/.said" 2>&1
    )
    local code=$?
    if ((code != 0)); then
        sed 's/^/# /' "$folder/.said"
    fi
    if ((code != 0 && code != 9)); then # 9: it says itself what failed
        echo "not ok - house: the story $name reaches its end, not exit code $code [$engine]"
    fi
    rm -rf "$folder"
}

for engine in $engines; do
    for story in "${stories[@]}"; do
        number < <(tell "$(realpath "$story")" "$engine")
    done
done
echo "1..$count"
exit "$failed"
