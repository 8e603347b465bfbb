# shellcheck shell=bash
# cluster: a private PostgreSQL on a Unix socket in a temporary folder; nothing of the machine's own is touched.
#
# cluster_start quick    for tests: gives up safety against a power cut, and the wait for the disk with it
# cluster_start durable  for benches: PostgreSQL as it ships
# Both export MAHI_TEST_PG, the address of the maintenance database; each test creates databases of its own.
# cluster_stop stops and removes it. Whoever starts one traps EXIT, HUP, INT and TERM, so that it never outlives them.

cluster_folder=

# PostgreSQL refuses to run as root, so root borrows another user.
as_cluster_user() {
    if ((EUID != 0)); then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && runuser -u nobody -- "$@")
    fi
}

cluster_programs() {
    local found
    found=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    if [[ -z $found ]]; then
        echo "No PostgreSQL server is installed; install the package postgresql." >&2
        return 1
    fi
    echo "$found"
}

cluster_start() {
    local programs settings="-c listen_addresses='' -c logging_collector=off"
    [[ $1 == quick ]] && settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=4GB"
    programs=$(cluster_programs)
    cluster_folder=$(mktemp -d -t mahi-pg.XXXXXX)
    if ((EUID == 0)); then
        chown "$(as_cluster_user id -u)" "$cluster_folder"
    fi
    if ! as_cluster_user "$programs/initdb" -D "$cluster_folder/data" -U postgres --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync --no-instructions >"$cluster_folder/log" 2>&1 ||
        ! as_cluster_user "$programs/pg_ctl" start -w -s -D "$cluster_folder/data" -l "$cluster_folder/data/log" \
            -o "$settings -c unix_socket_directories=$cluster_folder" >>"$cluster_folder/log" 2>&1; then
        cat "$cluster_folder/log" "$cluster_folder/data/log" >&2 || true
        echo "The private PostgreSQL could not be started; its own words are above." >&2
        return 1
    fi
    export MAHI_TEST_PG="postgresql:///postgres?host=$cluster_folder&user=postgres"
}

cluster_stop() {
    [[ -n $cluster_folder ]] || return 0
    as_cluster_user "$(cluster_programs)/pg_ctl" stop -m immediate -s -D "$cluster_folder/data" >/dev/null 2>&1 || true
    rm -rf "$cluster_folder"
    cluster_folder=
    unset MAHI_TEST_PG
}
