# shellcheck shell=bash
# What the groups share: steps, skips, and the report at the end. `.ci/run` sources this file and then each group, with
# its name in `group`.

# RUSTFLAGS stays as it is: changing it rebuilds every dependency. To make warnings errors, the groups pass
# `-D warnings` to Clippy, which applies it to the crates of the workspace only, and also reports rustc's warnings.

export CARGO_INCREMENTAL=0                         # everything is built once; saves time and 10 GB
export INSTA_UPDATE=no                             # tests must not write snapshots
export RUST_BACKTRACE=0                            # some tests panic on purpose

target=${CARGO_TARGET_DIR:-$PWD/target}
history=../shared/spec/history                     # older upstream specs
failed=()
skipped=()

declare -A begun=()

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT

# step NAME COMMAND…
# Runs a command, and records whether it failed.
step() {
    local name=$1 start=$SECONDS status
    shift
    printf '\n=== %s: %s\n' "$name" "$*"
    "$@"
    status=$?
    if [ "$status" -eq 0 ]; then
        printf -- '--- %s: ok (%s s)\n' "$name" "$((SECONDS - start))"
    else
        printf -- '--- %s: FAILED with status %s (%s s)\n' "$name" "$status" "$((SECONDS - start))"
        failed+=("$group: $name")
    fi
}

# begin NAME COMMAND…
# Starts a step that runs beside the next ones, because those leave a core idle. `finish NAME` waits for it.
begin() {
    local name=$1
    shift
    "$@" >"$work/$name.log" 2>&1 &
    begun[$name]=$!
}

# finish NAME
# Waits for a step, prints what it printed, and records whether it failed.
finish() { step "$1" finished "$1"; }
finished() {
    local status
    wait "${begun[$1]}"
    status=$?
    cat "$work/$1.log"
    return "$status"
}

# step_with PATH NAME COMMAND…
# A step that reads PATH, and is skipped if PATH does not exist.
step_with() {
    local path=$1
    shift
    if [ -e "$path" ]; then
        step "$@"
    else
        skip "$1" "$path does not exist"
    fi
}

# skip NAME CAUSE
# Records that a step can't run. It fails unless .ci/skips allows it here.
skip() {
    local name=$1 cause=$2 here=private step where reason
    [ -n "${ATLAS_CI_PUBLIC:-}" ] && here=public
    while IFS='|' read -r step where reason; do
        if [ "$step" = "$name " ] && [ "$where" = " $here " ]; then
            printf '\n=== %s: skipped, %s. Allowed:%s\n' "$name" "$cause" "$reason"
            skipped+=("$group: $name")
            return
        fi
    done < <(grep -v '^#' .ci/skips)
    printf '\n=== %s: FAILED, it cannot run: %s\n' "$name" "$cause"
    failed+=("$group: $name (skipped: $cause)")
}

# ensure COMMAND PACKAGE…
# Installs Debian packages if a command is missing.
ensure() {
    command -v "$1" >/dev/null && return
    command -v apt-get >/dev/null || { printf '%s is not installed\n' "$1"; return 1; }
    shift
    if ! { apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends "$@"; } >"$work/apt" 2>&1; then
        tail -n 20 "$work/apt"
        return 1
    fi
}

# Feature `native-tls` needs them.
openssl_headers() { pkg-config --exists openssl 2>/dev/null || ensure openssl-headers libssl-dev pkg-config; }

# Prints the results of all steps, and exits with the overall one.
report() {
    printf '\n'
    if [ "${#skipped[@]}" -gt 0 ]; then
        printf 'skipped, as .ci/skips allows:\n'
        printf '  %s\n' "${skipped[@]}"
    fi
    if [ "${#failed[@]}" -gt 0 ]; then
        printf 'FAILED after %s s:\n' "$SECONDS"
        printf '  %s\n' "${failed[@]}"
        exit 1
    fi
    printf 'all steps passed in %s s: %s\n' "$SECONDS" "${groups[*]}"
}
