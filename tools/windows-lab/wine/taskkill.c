// taskkill.exe of the lab: "/PID n /T /F" as on Windows. Wine's own knows no /T, and would end nothing.
#include <windows.h>
#include <stdio.h>
#include <tlhelp32.h>

static int ended = 0;

static void end_process(DWORD id) {
  HANDLE process = OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE, FALSE, id);
  if (!process) return;
  if (TerminateProcess(process, 1)) ended++;
  WaitForSingleObject(process, 2000);
  CloseHandle(process);
}

static void end_children(DWORD parent) {
  PROCESSENTRY32W entry = {.dwSize = sizeof entry};
  HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  for (BOOL more = Process32FirstW(snapshot, &entry); more; more = Process32NextW(snapshot, &entry)) {
    if (entry.th32ParentProcessID != parent || entry.th32ProcessID == parent) continue;
    end_children(entry.th32ProcessID);
    end_process(entry.th32ProcessID);
  }
  CloseHandle(snapshot);
}

int wmain(int argc, wchar_t **argv) {
  DWORD id = 0;
  BOOL tree = FALSE;
  for (int i = 1; i < argc; i++) {
    if (!_wcsicmp(argv[i], L"/PID") && i + 1 < argc) id = wcstoul(argv[++i], NULL, 10);
    if (!_wcsicmp(argv[i], L"/T")) tree = TRUE;
  }
  if (tree) end_children(id);
  end_process(id);
  if (ended) return 0;
  fprintf(stderr, "ERROR: The process \"%lu\" not found.\n", id);
  return 128;
}
