# apt.sh PACKAGES [COMMAND...]: installs Debian packages when none of the commands exists and
# this is root on a machine with apt-get. Never fails: whoever needs them says so.
packages=$1
shift
for command in "$@"; do
    command -v "$command" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing $packages with apt-get"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # one word a package
    install() { apt-get install -y --no-install-recommends $packages; }
    { install || { apt-get update && install; }; } >/dev/null 2>&1 ||
        echo "apt-get could not install $packages; going on without" >&2
fi
exit 0
