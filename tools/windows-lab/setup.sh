#!/usr/bin/env bash
# Makes a machine like Windows in a folder, from package registries alone (apt, npm, NuGet): Wine with Node for Windows and, in the
# place of powershell.exe, PowerShell 7 for Windows. Run by tools/windows-lab/lab.mjs.
#   setup.sh DIR   DIR must not exist; it becomes the Wine prefix
# Ends with 75 where packages of the distribution cannot be installed at all; every other failure is a fault of the lab.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
prefix=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

install_packages() {
  local as_root=()
  command -v apt-get >/dev/null || exit 75
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || exit 75
    as_root=(sudo -n)
  fi
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq
  DEBIAN_FRONTEND=noninteractive ${as_root[@]+"${as_root[@]}"} apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

missing=()
[ -x /usr/lib/wine/wine64 ] || missing+=(wine wine64)
command -v x86_64-w64-mingw32-gcc >/dev/null || missing+=(gcc-mingw-w64-x86-64-win32)
[ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"

# The registry of Windows and its folders. No Internet Explorer, no drive for the whole of this machine.
export WINEPREFIX=$prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mshtml=' PATH=/usr/lib/wine:$PATH
unset DISPLAY
wine64 wineboot -i >/dev/null 2>&1 </dev/null
wine64 winecfg -v win10 >/dev/null 2>&1 </dev/null
wineserver -w
rm -f "$prefix"/dosdevices/z:*
mkdir -p "$prefix/dosdevices/unc/lab/share"
c=$prefix/drive_c
system=$c/windows/system32

node "$here/../windows-node.mjs" "$c/Program Files/nodejs"
mkdir "$c/Program Files/nodejs/node_modules"
cp -r "$(npm root --global)/npm" "$c/Program Files/nodejs/node_modules/"

# What jest asks for where it resolves modules; this checkout has the one for Linux.
node "$here/resolver.mjs" "$c/lab"
cp "$here/wine/node.mjs" "$c/lab/"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cp -r "$here/pwsh" "$work/pwsh"
dotnet publish "$work/pwsh/pwsh.csproj" -c Release -o "$work/published" --nologo -v quiet >&2
rm "$work/published/pwsh.exe"
cp -r "$work/published/." "$system/WindowsPowerShell/v1.0/"

compile() { x86_64-w64-mingw32-gcc -Wall -O2 -s "$@"; }
compile -municode -o "$system/WindowsPowerShell/v1.0/powershell.exe" "$here/wine/powershell.c"
compile -municode -o "$system/taskkill.exe" "$here/wine/taskkill.c"
compile -municode -o "$c/lab/console.exe" "$here/wine/console.c"
compile -shared -o "$system/bcryptprimitives.dll" "$here/wine/bcryptprimitives.c" -ladvapi32
