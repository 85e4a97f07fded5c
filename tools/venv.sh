# Makes a fresh virtual environment in the folder $1 with $PYTHON, or else the first Python
# 3.11+ on the PATH; or says in one line what is missing.
set -eu

find_python() { # find_python CODE: the first Python in which CODE succeeds
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c "import sys; assert sys.version_info >= (3, 11); $1" 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    return 1
}

if ! find_python "" >/dev/null; then
    echo "feedsvc needs Python 3.11 or newer; python3 is $(python3 -V 2>/dev/null || echo absent)" >&2
    exit 1
fi
find_python "import ensurepip, venv" >/dev/null || sh tools/apt.sh python3-venv
if ! python=$(find_python "import ensurepip, venv"); then
    echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
fi
rm -rf "$1"
"$python" -m venv "$1"
echo "made $1 with $("$python" -V)"
